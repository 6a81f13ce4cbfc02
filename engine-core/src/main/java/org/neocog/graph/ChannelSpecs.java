package org.neocog.graph;

import org.neocog.tensor.TensorSpec;

/** The checks that operations on the channels of {@code N x C x …} share. */
final class ChannelSpecs {
    private ChannelSpecs() {}

    /** Requires f32 of the layout N x C or N x C x …; returns the spec. */
    static TensorSpec channels(Op op, String what, TensorSpec found) {
        Check.floats(op, what, found);
        if (found.shape().rank() < 2) {
            throw new ShapeException(
                    op.opName() + ": " + what + " must have the layout N x C or N x C x …, not " + found.shape());
        }
        return found;
    }

    /** What has a number for each channel of {@code x}. */
    static TensorSpec perChannel(TensorSpec x) {
        return TensorSpec.f32(x.shape().dim(1));
    }

    /** What has two numbers for each channel of {@code x}: moments, sums. */
    static TensorSpec twoPerChannel(TensorSpec x) {
        return TensorSpec.f32(2, x.shape().dim(1));
    }

    /** Elements of {@code x} in each channel. */
    static int elementsPerChannel(TensorSpec x) {
        return x.elements() / x.shape().dim(1);
    }

    static void epsilon(float epsilon) {
        Check.attribute(epsilon >= 0 && Float.isFinite(epsilon), "an epsilon must be a number of at least 0, not " + epsilon);
    }
}
