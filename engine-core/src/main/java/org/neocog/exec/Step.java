package org.neocog.exec;

import java.util.List;
import org.neocog.device.Kernel;
import org.neocog.graph.Node;
import org.neocog.tensor.TensorSpec;

/**
 * One launch of a plan.
 *
 * @param workspaceOffset where the kernel's scratch starts in the arena; of no meaning if it needs none
 */
public record Step(Node node, Kernel kernel, List<Location> inputs, Location output, long workspaceOffset) {
    public Step {
        inputs = List.copyOf(inputs);
    }

    /** Bytes the step must at least read and write: its inputs once and its output once. */
    public long bytesTouched() {
        return inputs.stream().map(Location::spec).mapToLong(TensorSpec::bytes).sum() + output.spec().bytes();
    }
}
