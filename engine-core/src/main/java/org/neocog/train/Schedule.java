package org.neocog.train;

import java.util.List;

/**
 * The learning rate over a run: a pure function of the progress and, for {@link Plateau} alone, of the validation losses so
 * far. The trainer holds a {@link LearningRate}, which keeps that little state. Powers and cosines come from
 * {@code StrictMath}, so that every JVM gives the same bits.
 */
public sealed interface Schedule {
    /** The learning rate of the step that begins. */
    double rate(Progress progress, PlateauState state);

    /** The state after an epoch that ended with this validation loss. */
    default PlateauState afterEpoch(PlateauState state, double validationLoss) {
        return state;
    }

    /** The same rate all the time. */
    record Constant(double learningRate) implements Schedule {
        public Constant {
            checkRate(learningRate);
        }

        @Override
        public double rate(Progress progress, PlateauState state) {
            return learningRate;
        }
    }

    /** {@code learningRate * factor^floor(epoch / everyEpochs)}: PyTorch's StepLR, Caffe's "step" counted in epochs. */
    record Step(double learningRate, int everyEpochs, double factor) implements Schedule {
        public Step {
            checkRate(learningRate);
            checkFactor(factor);
            if (everyEpochs < 1) {
                throw new IllegalArgumentException("every must be at least 1 epoch, not " + everyEpochs);
            }
        }

        @Override
        public double rate(Progress progress, PlateauState state) {
            return learningRate * StrictMath.pow(factor, progress.epoch() / everyEpochs);
        }
    }

    /** Multiplied by the factor when each of the epochs begins: PyTorch's MultiStepLR, Caffe's "multistep". */
    record MultiStep(double learningRate, List<Integer> atEpochs, double factor) implements Schedule {
        public MultiStep {
            checkRate(learningRate);
            checkFactor(factor);
            atEpochs = List.copyOf(atEpochs);
            for (int i = 0; i < atEpochs.size(); i++) {
                if (atEpochs.get(i) <= (i == 0 ? 0 : atEpochs.get(i - 1))) {
                    throw new IllegalArgumentException("at must be rising epochs from 1 on, not " + atEpochs);
                }
            }
        }

        @Override
        public double rate(Progress progress, PlateauState state) {
            long passed = atEpochs.stream().filter(epoch -> epoch <= progress.epoch()).count();
            return learningRate * StrictMath.pow(factor, passed);
        }
    }

    /** {@code learningRate * factor^epoch}, the first epoch being 0, constant within an epoch: PyTorch's ExponentialLR. */
    record Exponential(double learningRate, double factor) implements Schedule {
        public Exponential {
            checkRate(learningRate);
            checkFactor(factor);
        }

        @Override
        public double rate(Progress progress, PlateauState state) {
            return learningRate * StrictMath.pow(factor, progress.epoch());
        }
    }

    /**
     * Half a cosine from the learning rate at the first step to {@code minimum} after the last, changing with every step:
     * {@code minimum + (learningRate - minimum) * (1 + cos(pi * step / totalSteps)) / 2} (Loshchilov and Hutter, "SGDR",
     * 2017, without restarts).
     */
    record Cosine(double learningRate, double minimum) implements Schedule {
        public Cosine {
            checkRate(learningRate);
            checkMinimum(minimum, learningRate);
        }

        @Override
        public double rate(Progress progress, PlateauState state) {
            double done = Math.min(1, (double) progress.step() / progress.totalSteps());
            return minimum + (learningRate - minimum) * (1 + StrictMath.cos(Math.PI * done)) / 2;
        }
    }

    /**
     * The rate of another schedule times a ramp over the first steps of the run, {@code (step + 1) / length}, which reaches
     * 1 with the last step of the warm-up (Goyal et al., "Accurate, large minibatch SGD", 2017). The other schedule counts
     * from the start of the run, not from the end of the warm-up.
     *
     * @param length in steps or in epochs; a part of an epoch is rounded to whole steps
     */
    record Warmup(double length, Unit unit, Schedule then) implements Schedule {
        /** What the length counts. */
        public enum Unit {
            STEPS,
            EPOCHS
        }

        public Warmup {
            if (!(length > 0) || length > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("warmup must be above 0, not " + length);
            }
            if (then instanceof Warmup) {
                throw new IllegalArgumentException("a warm-up follows a warm-up");
            }
        }

        @Override
        public double rate(Progress progress, PlateauState state) {
            double steps = Math.rint(unit == Unit.STEPS ? length : length * progress.stepsPerEpoch());
            double ramp = progress.step() >= steps ? 1 : (progress.step() + 1) / steps;
            return ramp * then.rate(progress, state);
        }

        @Override
        public PlateauState afterEpoch(PlateauState state, double validationLoss) {
            return then.afterEpoch(state, validationLoss);
        }
    }

    /**
     * Multiplied by the factor, but never below {@code minimum}, after more than {@code patience} epochs in a row whose
     * validation loss is not below {@code (1 - threshold) * best}: PyTorch's ReduceLROnPlateau. A loss of NaN is no
     * improvement.
     */
    record Plateau(double learningRate, double factor, int patience, double minimum, double threshold)
            implements Schedule {
        public Plateau {
            checkRate(learningRate);
            checkFactor(factor);
            checkMinimum(minimum, learningRate);
            if (factor == 1) {
                throw new IllegalArgumentException("factor must be below 1: a factor of 1 never reduces the rate");
            }
            if (patience < 0) {
                throw new IllegalArgumentException("patience must be at least 0 epochs, not " + patience);
            }
            if (!(threshold >= 0 && threshold < 1)) {
                throw new IllegalArgumentException("threshold must be at least 0 and below 1, not " + threshold);
            }
        }

        @Override
        public double rate(Progress progress, PlateauState state) {
            double rate = learningRate;
            for (int i = 0; i < state.reductions(); i++) {
                rate = Math.max(rate * factor, minimum);
            }
            return rate;
        }

        @Override
        public PlateauState afterEpoch(PlateauState state, double validationLoss) {
            if (validationLoss < state.bestLoss() * (1 - threshold)) {
                return new PlateauState(validationLoss, 0, state.reductions());
            }
            return state.badEpochs() < patience
                    ? new PlateauState(state.bestLoss(), state.badEpochs() + 1, state.reductions())
                    : new PlateauState(state.bestLoss(), 0, state.reductions() + 1);
        }
    }

    private static void checkRate(double learningRate) {
        if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
            throw new IllegalArgumentException("the learning rate must be above 0, not " + learningRate);
        }
    }

    private static void checkFactor(double factor) {
        if (!(factor > 0 && factor <= 1)) {
            throw new IllegalArgumentException("factor must be above 0 and at most 1, not " + factor);
        }
    }

    private static void checkMinimum(double minimum, double learningRate) {
        if (!(minimum >= 0 && minimum <= learningRate)) {
            throw new IllegalArgumentException(
                    "min must be from 0 to the learning rate " + learningRate + ", not " + minimum);
        }
    }
}
