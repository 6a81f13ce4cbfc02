package org.neocog.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.neocog.device.Device;
import org.neocog.exec.Planner;
import org.neocog.nn.InferenceGraph;
import org.neocog.nn.Model;
import org.neocog.nn.ModelSummary;
import org.neocog.train.Optimizers;
import org.neocog.train.TrainingGraph;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code neocog summary}. */
@Command(
        name = "summary",
        description = {
            "Shows a network layer by layer: the shape of one image's output, the numbers that training finds, the"
                    + " multiply-adds for one image, and the receptive field, which is the part of the image that"
                    + " one output element sees.",
            "",
            "Peak memory is what the plans for prediction and for a training step allocate on the device at this"
                    + " batch, worked out without allocating it; training counts the optimizer of the model's recipe."
        },
        footer = {
            "  neocog summary --model mnist-cnn",
            "  neocog summary --model resnet50 --batch 1",
            "  neocog summary --model resnet18 --input 3x64x64 --classes 200",
            "  neocog summary --model mynet.txt --input 3x64x64 --json | jq .parameters"
        })
final class SummaryCommand implements Callable<Integer> {
    private final Console console;

    @Option(
            names = "--model",
            paramLabel = "NAME|FILE",
            required = true,
            description = ModelSizes.MODEL)
    private String model;

    @Mixin
    private ModelSizes sizes;

    @Option(names = "--batch", paramLabel = "N", description = "Images at once; the recipe's if not given.")
    private Optional<Integer> batch = Optional.empty();

    @Mixin
    private DeviceChoice device;

    @Mixin
    private ResultOptions common;

    SummaryCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        batch.ifPresent(size -> Require.atLeast(1, "--batch", size));
        Model found = sizes.find(model);
        int images = batch.orElse(found.recipe().batch());
        ModelSummary summary = ModelSummary.of(found, images);
        ModelSummary.PeakMemory peak = peakMemory(found, images);
        if (common.json()) {
            console.print(json(summary, peak));
        } else {
            print(summary, peak);
        }
        return ExitCode.DONE;
    }

    private ModelSummary.PeakMemory peakMemory(Model found, int images) {
        try (Device opened = device.open()) {
            TrainingGraph training = TrainingGraph.of(
                    found,
                    images,
                    Optimizers.parse(found.recipe().optimizer()),
                    (float) found.recipe().weightDecay());
            return new ModelSummary.PeakMemory(
                    Planner.plan(InferenceGraph.of(found, images), opened).memory().peak(),
                    Planner.plan(training.graph(), opened).memory().peak());
        }
    }

    private void print(ModelSummary summary, ModelSummary.PeakMemory peak) {
        console.print(summary.model() + ", input " + summary.input());
        console.print("");
        TextTable table = new TextTable(
                TextTable.Align.LEFT,
                TextTable.Align.LEFT,
                TextTable.Align.RIGHT,
                TextTable.Align.RIGHT,
                TextTable.Align.RIGHT,
                TextTable.Align.RIGHT);
        table.row("layer", "op", "output", "parameters", "multiply-adds", "receptive field");
        for (ModelSummary.Row row : summary.layers()) {
            table.row(
                    row.name(),
                    row.op(),
                    row.output().toString(),
                    Sizes.count(row.parameters()),
                    Sizes.count(row.multiplyAdds()),
                    row.receptiveField().toString());
        }
        table.row("total", "", "", Sizes.count(summary.parameters()), Sizes.count(summary.multiplyAdds()), "");
        table.lines().forEach(console::print);
        console.print("");
        console.print("peak memory at batch " + summary.batch() + ": " + Sizes.text(peak.inferenceBytes())
                + " to predict, " + Sizes.text(peak.trainingBytes()) + " to train");
    }

    private static JsonObject json(ModelSummary summary, ModelSummary.PeakMemory peak) {
        JsonArray layers = new JsonArray();
        for (ModelSummary.Row row : summary.layers()) {
            JsonObject layer = new JsonObject();
            layer.addProperty("name", row.name());
            layer.addProperty("op", row.op());
            layer.add("output", Json.array(row.output().toArray()));
            layer.addProperty("parameters", row.parameters());
            layer.addProperty("multiplyAdds", row.multiplyAdds());
            layer.add("receptiveField", Json.array(row.receptiveField().height(), row.receptiveField().width()));
            layers.add(layer);
        }
        JsonObject json = new JsonObject();
        json.addProperty("model", summary.model());
        json.add("input", Json.array(summary.input().toArray()));
        json.addProperty("batch", summary.batch());
        json.addProperty("parameters", summary.parameters());
        json.addProperty("multiplyAdds", summary.multiplyAdds());
        json.add("layers", layers);
        json.addProperty("peakBytesInference", peak.inferenceBytes());
        json.addProperty("peakBytesTraining", peak.trainingBytes());
        return json;
    }
}
