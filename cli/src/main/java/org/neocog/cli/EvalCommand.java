package org.neocog.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.neocog.data.DataOptions;
import org.neocog.data.Dataset;
import org.neocog.data.augment.TestViews;
import org.neocog.device.Device;
import org.neocog.train.Ensemble;
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
            "Measures a trained network on the test data of a folder: loss, accuracy, and how often each class was"
                    + " taken for each (the confusion matrix: a row for each true class, a column for each predicted"
                    + " one).",
            "",
            "Images are scaled, cropped and normalised as the run's test images were. With --crops or --scales the"
                    + " probabilities of several views of each image are averaged, and with several runs or --snapshots those"
                    + " of several networks; what each of them comes to alone is printed, too. The loss of such a mean is that"
                    + " of its probabilities, -ln of the true class's."
        },
        footer = {
            "  neocog eval --run runs/digits --data test-data/mnist",
            "  neocog eval --run runs/digits --data test-data/mnist --json | jq .accuracy",
            "  neocog eval --run runs/photos --data photos --crops 10 --scales 224,256,320",
            "  neocog eval --run runs/a --run runs/b --run runs/c --data test-data/mnist"
        })
final class EvalCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private RunsChoice choice;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            required = true,
            description = "A folder with test data of the same classes as the run's.")
    private Path data;

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "Images at once; the run's batch if not given. It changes the speed, and the last digits"
                    + " at most.")
    private Optional<Integer> batch = Optional.empty();

    @Mixin
    private ViewChoice viewing;

    @Mixin
    private DeviceChoice device;

    @Mixin
    private ResultOptions common;

    EvalCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        batch.ifPresent(size -> Require.atLeast(1, "--batch", size));
        Optional<TestViews> views = viewing.views();
        List<RunsChoice.Member> members = choice.load();
        TrainedModel trained = members.getFirst().trained();
        DataOptions options = viewing.options(trained);
        try (Device opened = device.open()) {
            if (choice.together()) {
                together(opened, members, views);
                return ExitCode.DONE;
            }
            Dataset test = TestData.open(data, trained, options, views);
            DataChoice.reportSkipped(console, data, test.skipped());
            Evaluation evaluation = Evaluator.evaluate(
                    opened,
                    trained.model(),
                    trained.weights(),
                    test,
                    views.map(TestViews::count).orElse(1),
                    batch.orElse(trained.config().recipe().batch()),
                    options.workerThreads());
            if (common.json()) {
                JsonObject document = json(evaluation, trained.config().data().labels());
                views.ifPresent(several -> document.addProperty("views", several.count()));
                document.add("skipped", array(test.skipped()));
                console.print(document);
            } else {
                print(evaluation, trained.config().data().labels());
            }
        }
        return ExitCode.DONE;
    }

    private void together(Device opened, List<RunsChoice.Member> members, Optional<TestViews> views) {
        Map<Path, Dataset> tests = new LinkedHashMap<>();
        for (RunsChoice.Member member : members) {
            TrainedModel trained = member.trained();
            tests.computeIfAbsent(member.run(), _ -> TestData.open(data, trained, viewing.options(trained), views));
        }
        List<String> skipped = DataChoice.skipped(tests.values().toArray(Dataset[]::new));
        DataChoice.reportSkipped(console, data, skipped);
        TrainedModel first = members.getFirst().trained();
        Ensemble.Result result = Ensemble.evaluate(
                opened,
                members.stream()
                        .map(member -> new Ensemble.Member(member.name(), member.trained(), tests.get(member.run())))
                        .toList(),
                views.map(TestViews::count).orElse(1),
                batch.orElse(first.config().recipe().batch()),
                viewing.options(first).workerThreads());
        List<String> labels = first.config().data().labels();
        if (common.json()) {
            JsonObject document = json(result.together(), labels);
            views.ifPresent(several -> document.addProperty("views", several.count()));
            document.add("skipped", array(skipped));
            document.add("members", EnsembleReport.json(members, result));
            console.print(document);
        } else {
            EnsembleReport.lines(members, result).forEach(console::print);
            console.print("");
            print(result.together(), labels);
        }
    }

    private void print(Evaluation evaluation, List<String> labels) {
        console.print(String.format(Locale.ROOT, "examples  %,d", evaluation.examples()));
        console.print(String.format(Locale.ROOT, "accuracy  %.2f %%", 100 * evaluation.accuracy()));
        console.print(String.format(Locale.ROOT, "loss      %.4f", evaluation.loss()));
        console.print("");
        console.print("confusion (row: true class, column: predicted class)");
        ConfusionTable.lines(evaluation.confusion(), labels).forEach(console::print);
    }

    private static JsonArray array(List<String> texts) {
        JsonArray array = new JsonArray();
        texts.forEach(array::add);
        return array;
    }

    private static JsonObject json(Evaluation evaluation, List<String> labels) {
        JsonObject json = new JsonObject();
        json.add("accuracy", Json.number(evaluation.accuracy()));
        json.add("loss", Json.number(evaluation.loss()));
        json.addProperty("examples", evaluation.examples());
        json.add("labels", array(labels));
        json.add("confusion", ConfusionTable.json(evaluation.confusion()));
        return json;
    }
}
