package org.neocog.cli;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.neocog.UsageException;
import org.neocog.device.Device;
import org.neocog.nn.Model;
import org.neocog.nn.Models;
import org.neocog.nn.Recipe;
import org.neocog.train.TrainingOptions;
import org.neocog.train.search.SearchFolder;
import org.neocog.train.search.SearchSpace;
import org.neocog.train.search.Trial;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code neocog search}. */
@Command(
        name = "search",
        description = {
            "Trains the same model with different settings, one run after the other, and compares what they come to in"
                    + " validation.",
            "",
            "Validation is done on a part taken off the training data, the same for each trial; the test data are not"
                    + " touched, so that 'eval' can measure the winner on them afterwards.",
            "",
            "A space is KEY=VALUES,KEY=VALUES...: values listed, optimizer=adam|momentum, or between two numbers,"
                    + " lr=log:1e-4:1e-1 (evenly by their logarithm) or ema=lin:0.9:0.99; lr=log:1e-4:1e-1:4 are four numbers,"
                    + " as a grid needs them. Keys: lr, weight-decay, optimizer, schedule, batch, clip-norm, clip-value, ema,"
                    + " label-smoothing, mixup (0 leaves out one of the last five).",
            "",
            "Ctrl-C finishes the step, saves a checkpoint and exits with 130. The same command again goes on from there:"
                    + " trials that are done are not run again."
        },
        footer = {
            "  neocog search --model mnist-cnn --data mnist --run searches/lr --epochs 3 --trials 8 \\",
            "      --space 'lr=log:1e-4:1e-1,weight-decay=1e-4|5e-4,optimizer=adam|momentum'",
            "  neocog search --model mlp --data mnist --run searches/grid --grid \\",
            "      --space 'lr=log:0.001:0.1:3,label-smoothing=0|0.1'"
        })
final class SearchCommand implements Callable<Integer> {
    private static final double USUAL_SPLIT = 0.1;

    private final Console console;
    private final Interruption interruption;

    @Option(
            names = "--model",
            paramLabel = "NAME|FILE",
            required = true,
            description = "A model by name or a file that describes one, as for 'train'.")
    private String model;

    @Option(names = "--data", paramLabel = "DIR", required = true, description = "A folder of labelled images, as for"
            + " 'train'.")
    private Path data;

    @Option(
            names = "--run",
            paramLabel = "DIR",
            required = true,
            description = "The folder of the search; each trial is a run in it, trial-001 and so on.")
    private Path run;

    @Option(names = "--space", paramLabel = "SPACE", required = true, description = "The settings to search over, and their"
            + " values.")
    private String space;

    @Option(names = "--trials", paramLabel = "N", description = "Search at random: so many trials. More of them may be asked"
            + " for later.")
    private Optional<Integer> trials = Optional.empty();

    @Option(names = "--grid", description = "Try every combination.")
    private boolean grid;

    @Option(
            names = "--val-split",
            paramLabel = "SHARE",
            description = "The share of the training data to validate on; 0.1 if not given. Never the test data.")
    private Optional<Double> validationSplit = Optional.empty();

    @Mixin
    private DataChoice reading;

    @Mixin
    private RecipeOptions recipe;

    @Mixin
    private TechniqueOptions techniques;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Decides which values are drawn, and is the seed of every trial; 0 if not given.")
    private Optional<Long> seed = Optional.empty();

    @Mixin
    private DeviceChoice device;

    @Mixin
    private ResultOptions common;

    SearchCommand(Console console, Interruption interruption) {
        this.console = console;
        this.interruption = interruption;
    }

    @Override
    public Integer call() {
        recipe.check();
        techniques.check();
        reading.check();
        double split = Require.between0And1("--val-split", validationSplit.orElse(USUAL_SPLIT));
        if (grid == trials.isPresent()) {
            throw new UsageException("a search needs either --trials N, to draw values at random, or --grid, to try every"
                    + " combination");
        }
        SearchSpace parsed = SearchSpace.parse(space);
        refuseTwice(parsed);
        List<Trial> all = grid ? parsed.grid() : parsed.random(seed.orElse(0L), trials.orElseThrow());
        TrainingOptions training = techniques.applyTo(TrainingOptions.none());
        Model found = Models.find(model);
        SearchFolder folder = new SearchFolder(run);
        try (Device opened = device.open()) {
            folder.open(question(found, split, training));
            SearchTrials search = new SearchTrials(console, interruption, folder, trial -> new NewRun(
                            model,
                            new ModelSizes(),
                            data,
                            split,
                            Optional.empty(),
                            Optional.of(folder.run(trial).path()),
                            seed.orElse(0L),
                            0,
                            reading.options())
                    .prepare(opened, device, usual -> trial.applyTo(recipe.applyTo(usual)), trial.applyTo(training)));
            boolean done = search.run(all);
            SearchReport report = new SearchReport(folder, parsed.keys(), search.results());
            if (common.json()) {
                console.print(report.json(!done));
            } else if (!search.results().isEmpty()) {
                report.lines().forEach(console::print);
            }
            if (!done) {
                console.say("stopped; the same command again goes on");
            }
            return done ? ExitCode.DONE : ExitCode.INTERRUPTED;
        }
    }

    /** A setting is fixed or searched over, not both. */
    private void refuseTwice(SearchSpace parsed) {
        List<String> given = new ArrayList<>(recipe.fixedByTheRun());
        given.addAll(techniques.fixedByTheRun());
        for (String key : parsed.keys()) {
            if (given.contains("--" + key)) {
                throw new UsageException("--" + key + " is given, but --space has values for it, too; leave one of them out");
            }
        }
    }

    /** What the trials depend on, by the options' names; their number may grow. */
    private JsonObject question(Model found, double split, TrainingOptions training) {
        JsonObject question = new JsonObject();
        question.addProperty("space", space.strip());
        question.addProperty("kind", grid ? "grid" : "random");
        question.addProperty("seed", seed.orElse(0L));
        question.addProperty("model", found.description());
        question.addProperty("data", data.toAbsolutePath().normalize().toString());
        question.addProperty("augmentation", reading.options().augmentation().toString());
        question.addProperty("validationSplit", split);
        Recipe fixed = recipe.applyTo(found.recipe());
        question.addProperty("optimizer", fixed.optimizer());
        question.addProperty("lr", fixed.learningRate());
        question.addProperty("schedule", fixed.schedule());
        question.addProperty("weight-decay", fixed.weightDecay());
        question.addProperty("batch", fixed.batch());
        question.addProperty("epochs", fixed.epochs());
        question.addProperty("normalize", fixed.normalize());
        question.addProperty("clip-norm", training.clipNorm());
        question.addProperty("clip-value", training.clipValue());
        question.addProperty("decay-all", training.decayAll());
        question.addProperty("ema", training.averaging());
        question.addProperty("patience", training.patience());
        question.addProperty("label-smoothing", training.labelSmoothing());
        question.addProperty("mixup", training.mixup());
        question.addProperty("snapshot-every", training.snapshotEvery());
        question.addProperty("init-from", training.initFrom().orElse("nothing"));
        question.addProperty("freeze", String.join(" ", training.freeze()));
        return question;
    }
}
