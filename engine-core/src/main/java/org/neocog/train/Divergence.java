package org.neocog.train;

import java.util.Map;
import java.util.Optional;
import org.neocog.tensor.HostTensor;

/**
 * Numbers that are none any more: a training that has gone astray.
 *
 * @param what names the number: {@code the loss}
 * @param number NaN or infinite
 */
record Divergence(String what, double number) {
    static Optional<Divergence> in(String what, double number) {
        return Double.isFinite(number) ? Optional.empty() : Optional.of(new Divergence(what, number));
    }

    /** The first element that is none, if there is one. */
    static Optional<Divergence> in(Map<String, HostTensor> variables) {
        for (Map.Entry<String, HostTensor> variable : variables.entrySet()) {
            for (float value : variable.getValue().floats()) {
                if (!Float.isFinite(value)) {
                    return in("a number in " + variable.getKey(), value);
                }
            }
        }
        return Optional.empty();
    }

    /**
     * @param where {@code at step 7 (epoch 1, batch 7 of 90)}
     * @param kept says which checkpoint there still is
     */
    DivergenceException exception(String where, float learningRate, String kept) {
        return new DivergenceException(what + " became " + number + " " + where + " with the learning rate " + learningRate
                + ": the training diverged; try a smaller one (--lr " + learningRate / 10
                + "), a warm-up (--schedule constant:warmup=1e) or another optimizer; " + kept);
    }
}
