package org.neocog.train;

import java.util.List;
import java.util.Optional;

/**
 * What a training came to.
 *
 * @param epochs all epochs of the run, those before it was resumed included
 * @param best the epoch whose weights are the best checkpoint; empty if none has ended
 * @param steps steps done over the whole run
 * @param stopped whether it ended early, by {@link Trainer#requestStop}
 */
public record TrainResult(List<EpochMetrics> epochs, Optional<EpochMetrics> best, long steps, boolean stopped) {
    public TrainResult {
        epochs = List.copyOf(epochs);
    }
}
