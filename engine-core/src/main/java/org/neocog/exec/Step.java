package org.neocog.exec;

import java.util.List;
import org.neocog.device.Kernel;
import org.neocog.graph.Node;
import org.neocog.tensor.TensorSpec;

/**
 * One launch of a plan.
 *
 * @param node whose value it computes
 * @param nodes all that it computes, in their order; more than one if the device fused them
 * @param workspaceOffset where the kernel's scratch starts in the arena; of no meaning if it needs none
 */
public record Step(Node node, List<Node> nodes, Kernel kernel, List<Location> inputs, Location output, long workspaceOffset) {
    public Step {
        nodes = List.copyOf(nodes);
        inputs = List.copyOf(inputs);
    }

    /** Multiply-adds of one launch. */
    public long multiplyAdds() {
        return nodes.stream().mapToLong(Node::multiplyAdds).sum();
    }

    /** Bytes the step must at least read and write: its inputs once and its output once. */
    public long bytesTouched() {
        return inputs.stream().map(Location::spec).mapToLong(TensorSpec::bytes).sum() + output.spec().bytes();
    }
}
