package org.neocog.train;

import org.neocog.graph.GraphBuilder;
import org.neocog.graph.MixRows;
import org.neocog.graph.Node;
import org.neocog.random.Beta;
import org.neocog.random.RandomStream;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/**
 * Mixup (Zhang et al. 2018): each image of a batch blended with another one, and its target likewise, with one share for the
 * whole batch, drawn from Beta(alpha, alpha). Seed and step alone give share and partners. The share is the larger one of the
 * two: as the partners are a random permutation, the pairs are distributed as with either, and the larger part of an image is
 * always its own, whose label the accuracy is counted against.
 *
 * <p>The blending is done on the device, behind the inputs {@link #PARTNERS} i32[N] and {@link #SHARE} f32 scalar.
 */
record Mixup(double alpha, long seed) {
    /** Names that no layer can have. */
    static final String PARTNERS = "mixup/partners";

    static final String SHARE = "mixup/share";

    /** The inputs of a training graph with mixup. */
    record Inputs(Node partners, Node share) {
        static Inputs of(GraphBuilder graph, int batch) {
            return new Inputs(graph.input(PARTNERS, TensorSpec.i32(batch)), graph.input(SHARE, TensorSpec.f32()));
        }

        Node mix(GraphBuilder graph, String name, Node rows) {
            return graph.add(name, new MixRows(), rows, partners, share);
        }
    }

    /** At least a half, at most 1. */
    float share(long step) {
        double share = Beta.sample(RandomStream.named(seed, "mixup/share/" + step), alpha);
        return (float) Math.max(share, 1 - share);
    }

    HostTensor partners(long step, int batch) {
        return HostTensor.of(
                Shape.of(batch),
                RandomStream.named(seed, "mixup/partners/" + step).permutation(batch));
    }
}
