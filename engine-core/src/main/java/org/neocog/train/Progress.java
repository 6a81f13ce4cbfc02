package org.neocog.train;

/**
 * How far a run is when a step begins.
 *
 * @param step steps done before, over the whole run
 * @param epoch epochs done before
 * @param stepsPerEpoch steps of one epoch, the last short batch included
 * @param epochs epochs of the whole run
 */
public record Progress(long step, int epoch, int stepsPerEpoch, int epochs) {
    public Progress {
        if (step < 0 || epoch < 0 || stepsPerEpoch < 1 || epochs < 1) {
            throw new IllegalArgumentException("not a progress: step " + step + ", epoch " + epoch + " of " + epochs + ", "
                    + stepsPerEpoch + " steps per epoch");
        }
    }

    /** Steps of the whole run. */
    public long totalSteps() {
        return (long) stepsPerEpoch * epochs;
    }
}
