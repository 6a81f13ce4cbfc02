package org.neocog.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.neocog.device.Device;
import org.neocog.train.Evaluation;
import org.neocog.train.Evaluator;
import org.neocog.train.TrainedModel;
import org.neocog.visual.PngFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code neocog view confusion}. */
@Command(
        name = "confusion",
        description = {
            "Shows how often each class of a folder's test data was taken for each: a row for each true class, a column for"
                    + " each predicted one; as text or, with --out, as a picture.",
            "",
            "In the picture a cell is the darker the larger its share of the row is. With more classes than fit, it"
                    + " has no names and counts."
        },
        footer = {
            "  neocog view confusion --run runs/digits --data test-data/mnist",
            "  neocog view confusion --run runs/digits --data test-data/mnist --out confusion.png"
        })
final class ViewConfusionCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private RunChoice choice;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            required = true,
            description = "A folder with test data of the same classes as the run's.")
    private Path data;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            converter = PngName.class,
            description = "The PNG to write; a file that is there is replaced.")
    private Optional<Path> out = Optional.empty();

    @Mixin
    private DeviceChoice device;

    @Mixin
    private ResultOptions common;

    ViewConfusionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        TrainedModel trained = TrainedModel.load(choice.run(), choice.checkpoint());
        List<String> labels = trained.config().data().labels();
        int[][] confusion;
        try (Device opened = device.open()) {
            Evaluation evaluation = Evaluator.evaluate(
                    opened,
                    trained.model(),
                    trained.weights(),
                    TestData.open(data, trained),
                    trained.config().recipe().batch());
            confusion = evaluation.confusion();
        }
        out.ifPresent(file -> PngFile.write(file, ConfusionPicture.draw(confusion, labels)));
        if (common.json()) {
            JsonObject result = new JsonObject();
            out.ifPresent(file -> result.addProperty("picture", file.toString()));
            JsonArray names = new JsonArray();
            labels.forEach(names::add);
            result.add("labels", names);
            result.add("confusion", ConfusionTable.json(confusion));
            console.print(result);
        } else if (out.isPresent()) {
            new ViewReport().picture(out.get()).print(console, false);
        } else {
            ConfusionTable.lines(confusion, labels).forEach(console::print);
        }
        return ExitCode.DONE;
    }
}
