package org.neocog.graph;

import java.util.List;
import java.util.Optional;
import org.neocog.tensor.TensorSpec;

/**
 * {@code y[n,j] = on} where j is label n, else {@code off}. Input {@code i32[N]}, output {@code N x classes}; a label that is
 * no class gives NaN.
 */
public record OneHot(int classes, float off, float on) implements ComputeOp {
    public OneHot {
        Check.attribute(classes >= 1, "there must be at least one class, not " + classes);
        Check.attribute(Float.isFinite(off) && Float.isFinite(on), "off and on must be numbers, not " + off + " and " + on);
    }

    /** 1 for the label and 0 for the rest. */
    public OneHot(int classes) {
        this(classes, 0, 1);
    }

    /**
     * Label smoothing: the label gives up the share {@code epsilon}, which all classes divide among themselves (Szegedy et al.,
     * "Rethinking the Inception architecture", 2016; PyTorch's {@code label_smoothing}).
     *
     * @param epsilon from 0 to 1
     */
    public static OneHot smoothed(int classes, float epsilon) {
        Check.attribute(epsilon >= 0 && epsilon <= 1, "label smoothing must be between 0 and 1, not " + epsilon);
        return new OneHot(classes, epsilon / classes, 1 - epsilon + epsilon / classes);
    }

    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 1);
        int batch = inputs.get(0).elements();
        Check.same(this, "the labels", TensorSpec.i32(batch), inputs.get(0));
        return TensorSpec.f32(batch, classes);
    }

    @Override
    public List<Optional<Node>> gradient(GraphBuilder graph, Node node, Node dy) {
        return List.of(Optional.empty());
    }
}
