package org.neocog.train;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import org.neocog.NeocogException;
import org.neocog.checkpoint.Checkpoint;
import org.neocog.checkpoint.CheckpointStore;
import org.neocog.checkpoint.JsonLines;
import org.neocog.data.Batch;
import org.neocog.data.BatchLoader;
import org.neocog.data.Prefetcher;
import org.neocog.tensor.HostTensor;

/** The loop over epochs and batches, from wherever the state says. */
final class TrainLoop {
    private static final double NANOS = 1e-9;

    private record UnreadStep(int examples, float learningRate) {}

    private final TrainConfig config;
    private final TrainState state;
    private final TrainingNetwork network;
    private final BatchLoader train;
    private final BatchLoader validation;
    private final CheckpointStore checkpoints;
    private final Snapshots snapshots;
    private final JsonLines metrics;
    private final TrainListener listener;
    private final BooleanSupplier stop;
    /** The steps whose losses were not read yet, all of the epoch that runs. */
    private final List<UnreadStep> unread = new ArrayList<>();
    /** Steps done when the last checkpoint was written, if there is one. */
    private OptionalLong savedStep;

    TrainLoop(
            TrainConfig config,
            TrainState state,
            TrainingNetwork network,
            BatchLoader train,
            BatchLoader validation,
            RunFolder run,
            JsonLines metrics,
            TrainListener listener,
            BooleanSupplier stop) {
        this.config = config;
        this.state = state;
        this.network = network;
        this.train = train;
        this.validation = validation;
        this.checkpoints = run.checkpoints();
        this.snapshots = run.snapshots();
        this.metrics = metrics;
        this.listener = listener;
        this.stop = stop;
        this.savedStep = state.step() == 0 ? OptionalLong.empty() : OptionalLong.of(state.step());
    }

    /** Writes a checkpoint before the first step, for a start that depends on more than the configuration. */
    void saveStart() {
        save(finiteVariables(), false);
    }

    /**
     * Returns whether all epochs are done, or as many as were worth while; if not, {@code stop} became true, and what was
     * done is in a checkpoint.
     */
    boolean run() {
        while (state.epoch() < config.recipe().epochs() && !state.patienceIsOver(config.training().patience())) {
            if (stop.getAsBoolean()) {
                return false; // The last step's checkpoint is there, or no step was made.
            }
            batches();
            long start = System.nanoTime();
            Optional<Evaluation> evaluation = stop.getAsBoolean() ? Optional.empty() : validate();
            if (evaluation.isEmpty()) {
                save(finiteVariables(), false);
                return false;
            }
            endEpoch(evaluation.get(), (System.nanoTime() - start) * NANOS);
        }
        return true;
    }

    /** Trains on the batches of an epoch that are still to come. */
    private void batches() {
        try (Prefetcher batches = new Prefetcher(train, state.epoch(), state.batch())) {
            while (batches.hasNext() && !stop.getAsBoolean()) {
                long waited = batches.waitedNanos();
                timed(() -> step(next(batches)));
                state.sums().addWaited((batches.waitedNanos() - waited) * NANOS);
                int every = config.checkpointSteps();
                if (every > 0 && state.step() % every == 0 && batches.hasNext()) {
                    timed(this::readLosses);
                    save(finiteVariables(), false);
                }
            }
        }
        timed(this::readLosses);
    }

    private Batch next(Prefetcher batches) {
        try {
            return batches.next();
        } catch (NeocogException e) {
            throw kept(e);
        }
    }

    private Optional<Evaluation> validate() {
        try {
            return network.validate(stop);
        } catch (NeocogException e) {
            throw kept(e);
        }
    }

    /** What to throw for data that cannot be read. They are to blame, and not the steps before them, which are saved. */
    private NeocogException kept(NeocogException e) {
        if (state.step() == 0) {
            return e;
        }
        readLosses();
        if (savedStep.isEmpty() || savedStep.getAsLong() != state.step()) {
            save(finiteVariables(), false);
        }
        return new NeocogException(e.getMessage() + "; the " + state.step()
                + " steps before it are in a checkpoint: mend the data and go on with --resume", e);
    }

    private void timed(Runnable training) {
        long start = System.nanoTime();
        training.run();
        state.sums().addSeconds((System.nanoTime() - start) * NANOS);
    }

    private void step(Batch batch) {
        float learningRate = learningRate(state.step());
        network.step(batch, learningRate, state.step() + 1, config.seed());
        state.stepDone();
        unread.add(new UnreadStep(batch.size(), learningRate));
        if (unread.size() == network.stepsBetweenReads()) {
            readLosses();
        }
    }

    /**
     * Reads what the steps since the last time saw and adds it up step by step, as if each had been read at once. Without
     * this no checkpoint may be written: one of the steps may have diverged.
     */
    private void readLosses() {
        if (unread.isEmpty()) {
            return;
        }
        List<TrainingNetwork.Seen> all = network.lastSteps(state.step(), unread.size());
        for (int i = 0; i < all.size(); i++) {
            TrainingNetwork.Seen seen = all.get(i);
            UnreadStep step = unread.get(i);
            int stepsSince = all.size() - 1 - i;
            check(Divergence.in("the loss", seen.loss()), step.learningRate(), stepsSince);
            state.sums().add(seen.loss(), seen.correct(), step.examples());
            listener.step(new StepMetrics(
                    state.epoch() + 1, state.batch() - stepsSince, train.batches(), step.examples(), seen.loss(),
                    step.learningRate()));
        }
        unread.clear();
    }

    private void endEpoch(Evaluation evaluation, double validationSeconds) {
        float learningRate = learningRate(state.step() - 1);
        check(Divergence.in("the validation loss", evaluation.loss()), learningRate);
        EpochSums sums = state.sums();
        EpochMetrics epoch = new EpochMetrics(
                state.epoch() + 1,
                sums.meanLoss(),
                sums.accuracy(),
                evaluation.loss(),
                evaluation.accuracy(),
                learningRate,
                sums.seconds() + validationSeconds,
                sums.examples() / sums.seconds(),
                sums.waited() / sums.seconds());
        Map<String, HostTensor> variables = finiteVariables();
        boolean best = state.epochDone(epoch);
        // First the line, then the checkpoint: a line too many is cut off when the run is resumed.
        metrics.append(epoch.toJson());
        int every = config.training().snapshotEvery();
        if (every > 0 && epoch.epoch() % every == 0) {
            snapshots.save(epoch, state.step(), config, variables);
        }
        save(variables, best);
        listener.epochEnd(epoch);
    }

    /** The rate of a step of the epoch that runs, {@code step} being the number of steps before it. */
    private float learningRate(long step) {
        return state.learningRate().at(new Progress(step, state.epoch(), train.batches(), config.recipe().epochs()));
    }

    private Map<String, HostTensor> finiteVariables() {
        if (!unread.isEmpty()) {
            throw new IllegalStateException("the losses of " + unread.size() + " steps have still to be read");
        }
        Map<String, HostTensor> variables = network.variables();
        check(Divergence.in(variables), learningRate(Math.max(0, state.step() - 1)));
        return variables;
    }

    private void save(Map<String, HostTensor> variables, boolean best) {
        JsonObject json = new JsonObject();
        state.write(json);
        json.addProperty("trainExamples", train.dataset().size());
        json.addProperty("valExamples", validation.dataset().size());
        json.add("config", ConfigJson.write(config));
        checkpoints.save(new Checkpoint(variables, json), best);
        savedStep = OptionalLong.of(state.step());
        listener.checkpoint(state.step(), best);
    }

    private void check(Optional<Divergence> divergence, float learningRate) {
        check(divergence, learningRate, 0);
    }

    /** For a step that {@code stepsSince} others have followed. */
    private void check(Optional<Divergence> divergence, float learningRate, int stepsSince) {
        if (divergence.isPresent()) {
            String where = "at step " + (state.step() - stepsSince) + " (epoch " + (state.epoch() + 1) + ", batch "
                    + (state.batch() - stepsSince) + " of " + train.batches() + ")";
            String kept = savedStep.isEmpty()
                    ? "no checkpoint had been written yet"
                    : "the checkpoint of step " + savedStep.getAsLong() + " is kept";
            throw divergence.get().exception(where, learningRate, kept);
        }
    }
}
