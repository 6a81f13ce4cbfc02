package org.neocog.train;

/**
 * What the validation losses of a run have come to, for {@link Schedule.Plateau}.
 *
 * @param bestLoss the lowest loss that counted as an improvement; infinite before the first
 * @param badEpochs epochs without improvement since the last one or the last reduction
 * @param reductions how often the rate was multiplied by the factor
 */
public record PlateauState(double bestLoss, int badEpochs, int reductions) {
    /** Before the first epoch. */
    public static PlateauState initial() {
        return new PlateauState(Double.POSITIVE_INFINITY, 0, 0);
    }
}
