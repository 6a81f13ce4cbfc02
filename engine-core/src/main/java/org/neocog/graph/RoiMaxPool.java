package org.neocog.graph;

import java.util.List;
import java.util.Optional;
import org.neocog.tensor.TensorSpec;

/**
 * The largest element of each of {@code outHeight x outWidth} bins of each region (Girshick, "Fast R-CNN", 2015; torchvision's
 * {@code roi_pool}). Corners are rounded to whole pixels, halves away from 0, and both belong to the region, which is at least
 * 1 x 1. Bin p of P takes rows {@code floor(p·h/P)} up to but not including {@code ceil((p+1)·h/P)} of the region's h, so that
 * neighbours may share a row; what lies outside the features is left out, and a bin of which nothing is left gives 0. A NaN in
 * a bin is the result. Inputs and output: see {@link RoiOp}.
 */
public record RoiMaxPool(int outHeight, int outWidth, float spatialScale) implements RoiOp {
    public RoiMaxPool {
        RoiOp.check(outHeight, outWidth, spatialScale);
    }

    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 2);
        return RoiOp.output(this, RoiOp.features(this, inputs).shape(), inputs.get(1));
    }

    @Override
    public List<Optional<Node>> gradient(GraphBuilder graph, Node node, Node dy) {
        RoiMaxPoolGrad grad = new RoiMaxPoolGrad(outHeight, outWidth, spatialScale);
        Node dx = graph.add(node.name() + ".dx", grad, node.input(0), node.input(1), dy);
        return List.of(Optional.of(dx), Optional.empty());
    }
}
