package org.neocog.exec;

import java.util.OptionalInt;
import java.util.function.IntFunction;
import org.neocog.device.OutOfDeviceMemoryException;
import org.neocog.graph.ShapeException;

/** Which batch would fit where a larger one did not: found by planning, without allocating the buffers. */
public final class LargestBatch {
    private LargestBatch() {}

    /**
     * The largest batch below {@code batch} whose plan takes at most {@code bytes}; empty if not even one example fits.
     * A plan's memory is taken to grow with the batch. A batch that is too small for the graph (batch normalisation cannot be
     * trained with one value for each channel) does not count as one that fits, nor one for whose kernels there is no memory.
     *
     * @param bytes the device's memory for variables, inputs and arena together
     * @param planOf plans for a batch
     */
    public static OptionalInt below(int batch, long bytes, IntFunction<Plan> planOf) {
        return below(batch, bytes, planOf, 0);
    }

    /**
     * As above, beside so many plans that share variables and arena with this one but have inputs of their own, as large as
     * this one's.
     */
    public static OptionalInt below(int batch, long bytes, IntFunction<Plan> planOf, int others) {
        int fits = 0;
        int tooLarge = batch;
        while (tooLarge - fits > 1) {
            int middle = fits + (tooLarge - fits) / 2;
            try {
                Plan plan = planOf.apply(middle);
                if (plan.memory().peak() + others * plan.memory().inputs() <= bytes) {
                    fits = middle;
                } else {
                    tooLarge = middle;
                }
            } catch (OutOfDeviceMemoryException e) {
                tooLarge = middle;
            } catch (ShapeException e) {
                break;
            }
        }
        return fits == 0 ? OptionalInt.empty() : OptionalInt.of(fits);
    }
}
