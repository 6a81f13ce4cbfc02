package org.neocog.graph;

import java.util.List;
import java.util.Optional;
import org.neocog.tensor.TensorSpec;

/**
 * The mean over regularly placed samples of each of {@code outHeight x outWidth} bins of each region, nothing being rounded to
 * whole pixels (He et al., "Mask R-CNN", 2017; torchvision's {@code roi_align}). A sample is interpolated between the four pixels
 * around it; one more than a pixel outside the features is 0. Inputs and output: see {@link RoiOp}.
 *
 * @param samplingRatio samples of a bin along each axis; 0 for about one to a pixel, {@code ceil(region / bins)}
 * @param aligned whether coordinates are moved by -1/2, so that they are those of the pixels' centres; if not, a region is taken
 *     to be at least 1 x 1
 */
public record RoiAlign(int outHeight, int outWidth, float spatialScale, int samplingRatio, boolean aligned)
        implements RoiOp {
    public RoiAlign {
        RoiOp.check(outHeight, outWidth, spatialScale);
        Check.attribute(samplingRatio >= 0 && samplingRatio <= 1024,
                "a sampling ratio must be from 1 to 1024, or 0 to choose by size, not " + samplingRatio);
    }

    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 2);
        return RoiOp.output(this, RoiOp.features(this, inputs).shape(), inputs.get(1));
    }

    @Override
    public List<Optional<Node>> gradient(GraphBuilder graph, Node node, Node dy) {
        RoiAlignGrad grad = new RoiAlignGrad(this, node.input(0).shape());
        return List.of(Optional.of(graph.add(node.name() + ".dx", grad, node.input(1), dy)), Optional.empty());
    }
}
