package org.neocog.graph;

import java.util.List;
import org.neocog.tensor.TensorSpec;

/** A node that is given, not computed. */
public sealed interface Source extends Op permits Input, Variable {
    String name();

    TensorSpec spec();

    @Override
    default TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 0);
        return spec();
    }
}
