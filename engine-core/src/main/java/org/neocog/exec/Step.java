package org.neocog.exec;

import java.util.List;
import org.neocog.device.Fusion;
import org.neocog.device.Kernel;
import org.neocog.graph.Node;
import org.neocog.tensor.TensorSpec;

/**
 * One launch of a plan.
 *
 * @param fusion what it computes: a node, or several that the device fused
 * @param inputs where the inputs of these are
 * @param workspaceOffset where the kernel's scratch starts in the arena; of no meaning if it needs none
 */
public record Step(Fusion fusion, Kernel kernel, List<Location> inputs, Location output, long workspaceOffset) {
    public Step {
        inputs = List.copyOf(inputs);
    }

    /** The node whose value it computes. */
    public Node node() {
        return fusion.result();
    }

    /** All that it computes, in their order. */
    public List<Node> nodes() {
        return fusion.nodes();
    }

    /** Multiply-adds of one launch. */
    public long multiplyAdds() {
        return fusion.multiplyAdds();
    }

    /** Bytes the step must at least read and write: its inputs once and its output once. */
    public long bytesTouched() {
        return inputs.stream().map(Location::spec).mapToLong(TensorSpec::bytes).sum() + output.spec().bytes();
    }
}
