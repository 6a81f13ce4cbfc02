package org.neocog.testing;

import java.util.ArrayList;
import java.util.List;
import org.neocog.device.Device;
import org.neocog.device.Kernel;
import org.neocog.graph.ComputeOp;
import org.neocog.graph.GraphBuilder;
import org.neocog.graph.Node;
import org.neocog.graph.UpdateOp;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.TensorSpec;

/**
 * One launch of one operation, with a {@link GuardedBuffer} for every input, the output and the workspace.
 *
 * @param output what came out
 * @param slots what else an update wrote to: an optimizer's slots
 * @param disturbed elements that the launch had no business to change
 * @param where the first buffer in which it did; empty if it did not
 */
record GuardedLaunch(float[] output, List<float[]> slots, long disturbed, String where) {
    private static final int NOWHERE = -1;

    static GuardedLaunch of(Device device, ComputeOp op, List<HostTensor> inputs) {
        return of(device, op, inputs, NOWHERE);
    }

    /** With the output in the place of input {@code takenOver}. */
    static GuardedLaunch of(Device device, ComputeOp op, List<HostTensor> inputs, int takenOver) {
        return of(device, device.compile(node(op, inputs)), op, inputs, takenOver);
    }

    /** Of a kernel that may have been launched before. */
    static GuardedLaunch of(Device device, Kernel kernel, ComputeOp op, List<HostTensor> inputs) {
        return of(device, kernel, op, inputs, NOWHERE);
    }

    private static GuardedLaunch of(Device device, Kernel kernel, ComputeOp op, List<HostTensor> inputs, int takenOver) {
        List<GuardedBuffer> buffers = new ArrayList<>();
        try {
            for (HostTensor input : inputs) {
                buffers.add(new GuardedBuffer(device, input.spec()));
                buffers.getLast().write(input);
            }
            int in = op instanceof UpdateOp ? 0 : takenOver;
            buffers.add(new GuardedBuffer(device, node(op, inputs).spec()));
            GuardedBuffer output = in == NOWHERE ? buffers.getLast() : buffers.get(in);
            long words = (kernel.workspaceBytes() + Float.BYTES - 1) / Float.BYTES;
            buffers.add(new GuardedBuffer(device, TensorSpec.f32((int) Math.max(1, words))));
            kernel.launch(
                    buffers.subList(0, inputs.size()).stream().map(GuardedBuffer::inner).toList(),
                    output.inner(),
                    buffers.getLast().inner());
            device.synchronize();
            return outcome(op, inputs, buffers, output);
        } finally {
            buffers.forEach(GuardedBuffer::close);
        }
    }

    /** The operation as a graph's node, to be compiled. */
    static Node node(ComputeOp op, List<HostTensor> inputs) {
        GraphBuilder graph = new GraphBuilder();
        List<Node> nodes = new ArrayList<>();
        for (HostTensor input : inputs) {
            nodes.add(graph.input("input" + nodes.size(), input.spec()));
        }
        return graph.add("case", op, nodes);
    }

    private static GuardedLaunch outcome(
            ComputeOp op, List<HostTensor> inputs, List<GuardedBuffer> buffers, GuardedBuffer output) {
        List<Integer> written = op instanceof UpdateOp update ? update.writtenInputs() : List.of();
        List<float[]> slotValues =
                written.stream().skip(1).map(input -> buffers.get(input).floats()).toList();
        long disturbed = 0;
        String where = "";
        for (int i = 0; i < buffers.size(); i++) {
            GuardedBuffer buffer = buffers.get(i);
            boolean mayChange = i >= inputs.size() || buffer == output || written.contains(i);
            long wrong = buffer.disturbed() + (mayChange ? 0 : buffer.changed(inputs.get(i)));
            if (wrong > 0 && where.isEmpty()) {
                where = i < inputs.size() ? "input " + i : i == inputs.size() ? "the output" : "the workspace";
            }
            disturbed += wrong;
        }
        return new GuardedLaunch(output.floats(), slotValues, disturbed, where);
    }

    /** Elements in which the results of two launches differ. */
    long differing(GuardedLaunch other) {
        long count = Errors.differing(output, other.output);
        for (int i = 0; i < slots.size(); i++) {
            count += Errors.differing(slots.get(i), other.slots.get(i));
        }
        return count;
    }
}
