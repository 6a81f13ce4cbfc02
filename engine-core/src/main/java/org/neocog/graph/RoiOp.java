package org.neocog.graph;

import java.util.List;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/**
 * Regions of feature maps brought to one size, and the gradients of the feature maps.
 *
 * <p>Features are {@code N x C x H x W}. Regions are {@code K x 5}: the number of the image, then the corners x1, y1, x2, y2 in
 * pixels of the image, which times {@link #spatialScale} are those of the features. Of region k comes {@code y[k]}, of
 * {@code C x outHeight x outWidth}. A region whose image is none of the N, or one of whose corners is not a number or, scaled,
 * 2^24 or more from 0, gives NaN; nothing is read for it and no gradient flows from it. No gradient flows to the regions.
 */
public sealed interface RoiOp extends ComputeOp permits RoiAlign, RoiAlignGrad, RoiMaxPool, RoiMaxPoolGrad {
    int outHeight();

    int outWidth();

    float spatialScale();

    /** The output's spec for features of this shape. */
    static TensorSpec output(RoiOp op, Shape features, TensorSpec regions) {
        Shape shape = Check.rank(op, "the regions", regions, 2, "K x 5").shape();
        if (shape.dim(1) != 5) {
            throw new ShapeException(
                    op.opName() + ": the regions must have the layout K x 5 (image, x1, y1, x2, y2), not " + shape);
        }
        return TensorSpec.f32(shape.dim(0), features.dim(1), op.outHeight(), op.outWidth());
    }

    /** Requires an output and a scale that make sense. */
    static void check(int outHeight, int outWidth, float spatialScale) {
        Check.attribute(outHeight >= 1 && outWidth >= 1,
                "a region's output must be at least 1x1, not " + outHeight + "x" + outWidth);
        Check.attribute(spatialScale > 0 && Float.isFinite(spatialScale),
                "a spatial scale must be above 0 and finite, not " + spatialScale);
    }

    /** Requires features {@code N x C x H x W}; returns their spec. */
    static TensorSpec features(RoiOp op, List<TensorSpec> inputs) {
        return Check.rank(op, "the features", inputs.get(0), 4, "N x C x H x W");
    }
}
