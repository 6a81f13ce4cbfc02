package org.neocog.cpu;

import java.util.List;
import org.neocog.graph.RoiAlign;
import org.neocog.graph.RoiAlignGrad;
import org.neocog.graph.RoiMaxPool;
import org.neocog.graph.RoiMaxPoolGrad;
import org.neocog.graph.RoiOp;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/** Regions of feature maps brought to one size. */
final class RoiKernels {
    private RoiKernels() {}

    static CpuKernel of(WorkerPool pool, RoiOp op, List<TensorSpec> inputs, Shape output) {
        Shape first = inputs.get(0).shape();
        return switch (op) {
            case RoiMaxPool _ -> new RoiMaxPoolKernels(pool, op, first, output.dim(0)).forward();
            case RoiMaxPoolGrad _ -> new RoiMaxPoolKernels(pool, op, first, inputs.get(1).shape().dim(0)).gradient();
            case RoiAlign align -> RoiAlignKernels.forward(pool, align, first, output.dim(0));
            case RoiAlignGrad grad -> RoiAlignKernels.gradient(pool, grad.align(), output, first.dim(0));
        };
    }

    /** The number of the image of region k; -1 if it is none, or the region's scaled corners are not below 2^24. */
    static int image(float[] regions, int at, float scale, int images) {
        for (int i = 1; i < 5; i++) {
            if (!(Math.abs(regions[at + i] * scale) < 1 << 24)) {
                return -1;
            }
        }
        float image = regions[at];
        return image >= 0 && image < images ? (int) image : -1;
    }
}
