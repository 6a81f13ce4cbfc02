package org.neocog.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.neocog.NeocogException;
import org.neocog.device.OutOfDeviceMemoryException;
import org.neocog.train.DivergenceException;
import org.neocog.train.EpochMetrics;
import org.neocog.train.TrainResult;
import org.neocog.train.Trainer;
import org.neocog.train.search.SearchFolder;
import org.neocog.train.search.Trial;
import org.neocog.train.search.TrialResult;

/** Goes through the trials of a search, one after the other, past those that are done. */
final class SearchTrials {
    private final Console console;
    private final Interruption interruption;
    private final SearchFolder folder;
    private final Function<Trial, PreparedRun> prepare;
    private final List<TrialResult> results = new ArrayList<>();

    SearchTrials(Console console, Interruption interruption, SearchFolder folder, Function<Trial, PreparedRun> prepare) {
        this.console = console;
        this.interruption = interruption;
        this.folder = folder;
        this.prepare = prepare;
    }

    /** Of the trials that are done, in their order. */
    List<TrialResult> results() {
        return List.copyOf(results);
    }

    /** Returns whether all are done; if not, the user wanted an end. */
    boolean run(List<Trial> trials) {
        Map<Integer, TrialResult> done = new HashMap<>();
        folder.results().forEach(result -> done.put(result.trial().number(), result));
        for (Trial trial : trials) {
            TrialResult before = done.get(trial.number());
            if (before != null) {
                if (!before.trial().equals(trial)) {
                    throw new NeocogException(folder.path() + ": trial " + trial.number() + " was " + before.trial()
                            + ", but would now be " + trial + "; choose another folder");
                }
                results.add(before);
                continue;
            }
            console.say("trial " + trial.number() + " of " + trials.size() + ": " + trial);
            Optional<TrialResult> result = run(trial);
            if (result.isEmpty()) {
                return false;
            }
            folder.add(result.get());
            results.add(result.get());
        }
        return true;
    }

    /** Empty if the user wanted an end before the trial's. */
    private Optional<TrialResult> run(Trial trial) {
        try {
            TrainResult result = train(prepare.apply(trial));
            return result.stopped()
                    ? Optional.empty()
                    : Optional.of(new TrialResult(trial, result.epochs().size(), result.best(), Optional.empty()));
        } catch (DivergenceException | OutOfDeviceMemoryException e) {
            // The settings' fault: the others may do better.
            console.say("trial " + trial.number() + " failed: " + e.getMessage());
            List<EpochMetrics> epochs = folder.run(trial).metrics();
            return Optional.of(new TrialResult(trial, epochs.size(), Optional.empty(), Optional.of(e.getMessage())));
        }
    }

    private TrainResult train(PreparedRun run) {
        try (TrainProgress progress = new TrainProgress(console)) {
            Trainer trainer = run.trainer(progress);
            try (Interruption.Registration _ = interruption.onRequest(() -> {
                progress.say("stopping after this step, then saving a checkpoint ...");
                trainer.requestStop();
            })) {
                return run.folder().exists() ? trainer.resume() : trainer.run();
            }
        }
    }
}
