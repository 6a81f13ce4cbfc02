package org.neocog.train;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a run does beside its recipe; {@link #none} does nothing of it. {@code docs/training.md} explains each.
 *
 * @param clipNorm the largest norm that all gradients together may have; 0 for any
 * @param clipValue the largest distance from 0 that an element of a gradient may have; 0 for any
 * @param decayAll whether weight decay applies to biases and norms, too
 * @param averaging decay of the moving average of the weights that is used in place of them outside of training; 0 for none
 * @param patience epochs in a row without a better one after which a run ends; 0 for never
 * @param labelSmoothing share that a label gives up to all classes alike
 * @param mixup alpha of the beta distribution from which mixup draws an image's share; 0 for no mixup
 * @param snapshotEvery epochs after which the weights are kept, again and again; 0 for never
 * @param initFrom a run or a safetensors file whose weights a run begins with
 * @param freeze patterns ({@code *} and {@code ?}) of the names of parameters that training leaves as they are
 */
public record TrainingOptions(
        double clipNorm,
        double clipValue,
        boolean decayAll,
        double averaging,
        int patience,
        double labelSmoothing,
        double mixup,
        int snapshotEvery,
        Optional<String> initFrom,
        List<String> freeze) {
    /**
     * @throws IllegalArgumentException if a number is out of range
     */
    public TrainingOptions {
        atLeast0("clipNorm", clipNorm);
        atLeast0("clipValue", clipValue);
        atLeast0("mixup", mixup);
        below1("averaging", averaging);
        below1("labelSmoothing", labelSmoothing);
        if (patience < 0 || snapshotEvery < 0) {
            throw new IllegalArgumentException("patience and snapshotEvery cannot be negative");
        }
        Objects.requireNonNull(initFrom);
        freeze = List.copyOf(freeze);
    }

    private static void atLeast0(String name, double value) {
        if (!(value >= 0) || Float.isInfinite((float) value)) {
            throw new IllegalArgumentException(name + " is at least 0 and a float, not " + value);
        }
    }

    private static void below1(String name, double value) {
        if (!(value >= 0 && (float) value < 1)) {
            throw new IllegalArgumentException(name + " is at least 0 and below 1, not " + value);
        }
    }

    /** Nothing of all that. */
    public static TrainingOptions none() {
        return new TrainingOptions(0, 0, false, 0, 0, 0, 0, 0, Optional.empty(), List.of());
    }

    public TrainingOptions withClipping(double norm, double value) {
        return new TrainingOptions(
                norm, value, decayAll, averaging, patience, labelSmoothing, mixup, snapshotEvery, initFrom, freeze);
    }

    public TrainingOptions withDecayAll(boolean all) {
        return new TrainingOptions(
                clipNorm, clipValue, all, averaging, patience, labelSmoothing, mixup, snapshotEvery, initFrom, freeze);
    }

    public TrainingOptions withAveraging(double decay) {
        return new TrainingOptions(
                clipNorm, clipValue, decayAll, decay, patience, labelSmoothing, mixup, snapshotEvery, initFrom, freeze);
    }

    public TrainingOptions withPatience(int epochs) {
        return new TrainingOptions(
                clipNorm, clipValue, decayAll, averaging, epochs, labelSmoothing, mixup, snapshotEvery, initFrom, freeze);
    }

    public TrainingOptions withLabelSmoothing(double share) {
        return new TrainingOptions(
                clipNorm, clipValue, decayAll, averaging, patience, share, mixup, snapshotEvery, initFrom, freeze);
    }

    public TrainingOptions withMixup(double alpha) {
        return new TrainingOptions(
                clipNorm, clipValue, decayAll, averaging, patience, labelSmoothing, alpha, snapshotEvery, initFrom, freeze);
    }

    public TrainingOptions withSnapshotEvery(int epochs) {
        return new TrainingOptions(
                clipNorm, clipValue, decayAll, averaging, patience, labelSmoothing, mixup, epochs, initFrom, freeze);
    }

    public TrainingOptions withInitFrom(String source) {
        return new TrainingOptions(
                clipNorm, clipValue, decayAll, averaging, patience, labelSmoothing, mixup, snapshotEvery, Optional.of(source),
                freeze);
    }

    public TrainingOptions withFreeze(List<String> patterns) {
        return new TrainingOptions(
                clipNorm, clipValue, decayAll, averaging, patience, labelSmoothing, mixup, snapshotEvery, initFrom, patterns);
    }

    /** Whether the loss is one of targets that lie between the classes. */
    boolean softTargets() {
        return labelSmoothing > 0 || mixup > 0;
    }
}
