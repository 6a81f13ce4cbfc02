package org.neocog.testing;

import org.neocog.random.RandomStream;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;

/**
 * Numbers for a network that two programs can make alike without a file: each parameter's come from the random stream of its
 * name. The other program is {@code golden/networks.py}.
 */
final class NetworkWeights {
    private NetworkWeights() {}

    /**
     * Weights uniform with He's variance; scales of norms and running variances above 1, as those of outputs
 * are after He's weights; biases and running means around 0.
     */
    static HostTensor of(long seed, String name, Shape shape) {
        if (shape.rank() >= 2) {
            double bound = Math.sqrt(6.0 / shape.elements(1, shape.rank()));
            return uniform(seed, name, shape, (float) -bound, (float) bound);
        }
        if (name.endsWith("running_var")) {
            return uniform(seed, name, shape, 1.5f, 3.5f);
        }
        if (name.endsWith("weight")) {
            return uniform(seed, name, shape, 0.75f, 1.25f);
        }
        return uniform(seed, name, shape, -0.125f, 0.125f);
    }

    static HostTensor images(long seed, Shape shape) {
        return uniform(seed, "images", shape, -2, 2);
    }

    private static HostTensor uniform(long seed, String name, Shape shape, float low, float high) {
        float[] values = new float[shape.elements()];
        RandomStream.named(seed, name).uniform(values, low, high);
        return HostTensor.of(shape, values);
    }
}
