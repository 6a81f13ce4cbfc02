package org.neocog.graph;

import java.util.List;
import org.neocog.tensor.TensorSpec;

/**
 * Sends each element of dy to the element that won its bin in {@link RoiMaxPool}, NaN being larger than any number; of equal
 * ones the first in row order. What an element gets from several bins is added up in the order of the regions. Inputs: the
 * features, the regions, dy; output of the features' shape.
 */
public record RoiMaxPoolGrad(int outHeight, int outWidth, float spatialScale) implements RoiOp {
    public RoiMaxPoolGrad {
        RoiOp.check(outHeight, outWidth, spatialScale);
    }

    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 3);
        TensorSpec features = RoiOp.features(this, inputs);
        Check.same(this, "dy", RoiOp.output(this, features.shape(), inputs.get(1)), inputs.get(2));
        return features;
    }
}
