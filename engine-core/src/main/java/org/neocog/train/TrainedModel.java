package org.neocog.train;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SequencedMap;
import org.neocog.NeocogException;
import org.neocog.checkpoint.Checkpoint;
import org.neocog.checkpoint.CheckpointStore;
import org.neocog.features.Features;
import org.neocog.nn.Model;
import org.neocog.nn.Models;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;

/**
 * What a run has learnt.
 *
 * @param config the run's settings: among them how images are to be normalised, and the classes' names
 * @param weights the model's parameters by name; their moving averages if the run keeps some
 * @param step steps of training that they have had
 */
public record TrainedModel(Model model, TrainConfig config, SequencedMap<String, HostTensor> weights, long step) {
    public TrainedModel {
        weights = Collections.unmodifiableSequencedMap(weights);
    }

    /** Channels x height x width of an image: what the model takes, or what the features that it takes are of. */
    public Shape imageShape() {
        return config.data().features().map(Features::imageShape).orElse(model.inputShape());
    }

    /**
     * Reads a run's folder.
     *
     * @throws NeocogException if there is no run or no such checkpoint, it is damaged, or its tensors are not the model's
     */
    public static TrainedModel load(Path run, CheckpointKind kind) {
        RunFolder folder = new RunFolder(run);
        TrainConfig config = folder.config();
        Model model = Models.parse(config.model(), run + "/config.json");
        CheckpointStore store = folder.checkpoints();
        if (kind == CheckpointKind.BEST ? !store.hasBest() : !store.exists()) {
            throw new NeocogException(run + ": has no " + (kind == CheckpointKind.BEST ? "best" : "last") + " checkpoint"
                    + (kind == CheckpointKind.BEST && store.exists()
                            ? " before the end of its first epoch; choose the last one"
                            : " yet; train it first"));
        }
        Checkpoint checkpoint = kind == CheckpointKind.BEST ? store.loadBest() : store.loadLast();
        String origin = run + ": the " + (kind == CheckpointKind.BEST ? "best" : "last") + " checkpoint";
        return of(origin, model, config, checkpoint);
    }

    /**
     * Reads the weights that a run kept on its way ({@code train --snapshot-every}), the earliest first.
     *
     * @throws NeocogException if there is no run, it kept none, or one is damaged
     */
    public static List<TrainedModel> loadSnapshots(Path run) {
        RunFolder folder = new RunFolder(run);
        TrainConfig config = folder.config();
        Model model = Models.parse(config.model(), run + "/config.json");
        List<Path> snapshots = folder.snapshots().list();
        if (snapshots.isEmpty()) {
            throw new NeocogException(run + ": has no snapshots; 'neocog train --snapshot-every N' keeps some");
        }
        return snapshots.stream()
                .map(path -> of(path.toString(), model, config, new CheckpointStore(path).loadLast()))
                .toList();
    }

    private static TrainedModel of(String origin, Model model, TrainConfig config, Checkpoint checkpoint) {
        SequencedMap<String, HostTensor> weights = Weights.toUse(checkpoint.tensors());
        Weights.check(origin, Weights.specs(model), weights);
        return new TrainedModel(model, config, weights, checkpoint.step());
    }
}
