package org.neocog.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.neocog.NeocogException;
import org.neocog.data.DataFolder;
import org.neocog.data.Dataset;
import org.neocog.device.Device;
import org.neocog.train.Evaluation;
import org.neocog.train.Evaluator;
import org.neocog.train.TrainedModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code neocog eval}. */
@Command(
        name = "eval",
        description = {
            "Measures a trained network on the test data of a folder: loss, accuracy, and how often each class was taken for"
                    + " each (the confusion matrix: a row for each true class, a column for each predicted one).",
            "",
            "Images are normalised as they were in training."
        },
        footer = {
            "  neocog eval --run runs/digits --data test-data/mnist",
            "  neocog eval --run runs/digits --data test-data/mnist --json | jq .accuracy"
        })
final class EvalCommand implements Callable<Integer> {
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
            names = "--batch",
            paramLabel = "N",
            description = "Images at once; the run's batch if not given. It changes the speed, and the last digits at most.")
    private Optional<Integer> batch = Optional.empty();

    @Mixin
    private DeviceChoice device;

    @Mixin
    private JsonOption json;

    @Mixin
    private CommonOptions common;

    EvalCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        batch.ifPresent(size -> Require.atLeast(1, "--batch", size));
        TrainedModel trained = TrainedModel.load(choice.run(), choice.checkpoint());
        try (Device opened = device.open()) {
            Evaluation evaluation = Evaluator.evaluate(
                    opened,
                    trained.model(),
                    trained.weights(),
                    testData(trained),
                    batch.orElse(trained.config().recipe().batch()));
            if (json.wanted()) {
                console.print(json(evaluation, trained.config().data().labels()));
            } else {
                print(evaluation, trained.config().data().labels());
            }
        }
        return ExitCode.DONE;
    }

    private Dataset testData(TrainedModel trained) {
        Dataset test = DataFolder.open(data).heldOut();
        if (!test.imageShape().equals(trained.model().inputShape())) {
            throw new NeocogException(data + ": has images of " + test.imageShape() + " (channels x height x width), but the"
                    + " run's model takes " + trained.model().inputShape());
        }
        if (!test.labels().equals(trained.config().data().labels())) {
            throw new NeocogException(data + ": has the classes " + String.join(", ", test.labels()) + ", but the run learnt "
                    + String.join(", ", trained.config().data().labels()));
        }
        return test.normalized(trained.config().data().normalization());
    }

    private void print(Evaluation evaluation, List<String> labels) {
        console.print(String.format(Locale.ROOT, "examples  %,d", evaluation.examples()));
        console.print(String.format(Locale.ROOT, "accuracy  %.2f %%", 100 * evaluation.accuracy()));
        console.print(String.format(Locale.ROOT, "loss      %.4f", evaluation.loss()));
        console.print("");
        console.print("confusion (row: true class, column: predicted class)");
        TextTable.Align[] columns = new TextTable.Align[labels.size() + 1];
        Arrays.fill(columns, TextTable.Align.RIGHT);
        TextTable table = new TextTable(columns);
        String[] cells = new String[columns.length];
        cells[0] = "";
        for (int column = 1; column < cells.length; column++) {
            cells[column] = labels.get(column - 1);
        }
        table.row(cells);
        for (int row = 0; row < labels.size(); row++) {
            cells[0] = labels.get(row);
            for (int column = 1; column < cells.length; column++) {
                int count = evaluation.confusion()[row][column - 1];
                cells[column] = count == 0 ? "." : Integer.toString(count);
            }
            table.row(cells);
        }
        table.lines().forEach(console::print);
    }

    private static JsonObject json(Evaluation evaluation, List<String> labels) {
        JsonArray names = new JsonArray();
        labels.forEach(names::add);
        JsonArray confusion = new JsonArray();
        for (int[] row : evaluation.confusion()) {
            confusion.add(Json.array(row));
        }
        JsonObject json = new JsonObject();
        json.add("accuracy", Json.number(evaluation.accuracy()));
        json.add("loss", Json.number(evaluation.loss()));
        json.addProperty("examples", evaluation.examples());
        json.add("labels", names);
        json.add("confusion", confusion);
        return json;
    }
}
