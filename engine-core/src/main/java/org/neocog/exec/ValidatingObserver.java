package org.neocog.exec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.neocog.NeocogException;
import org.neocog.device.Device;
import org.neocog.device.DeviceBuffer;
import org.neocog.device.Fusion;
import org.neocog.device.Kernel;
import org.neocog.graph.Node;
import org.neocog.graph.Reshape;
import org.neocog.graph.UpdateOp;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.TensorSpec;

/**
 * Runs every step on a second device as well, node by node, with the inputs that the first one saw, and compares what it writes:
 * errors do not add up from step to step, so the first node that differs is the one to blame. Slow; for one run by one thread.
 */
public final class ValidatingObserver implements StepObserver, AutoCloseable {
    private final Device device;
    private final Device reference;
    private final double tolerance;
    private final Map<Node, Kernel> kernels = new HashMap<>();
    private final List<DeviceBuffer> copies = new ArrayList<>();

    /**
     * @param device what runs the plan
     * @param reference what is believed: the CPU. Not closed with the observer
     * @param tolerance largest |a - b| / (|b| + root mean square of b) that is not an error; 1e-4 suits float32
     */
    public ValidatingObserver(Device device, Device reference, double tolerance) {
        this.device = device;
        this.reference = reference;
        this.tolerance = tolerance;
    }

    @Override
    public void before(BoundStep step) {
        close();
        for (DeviceBuffer input : step.inputs()) {
            DeviceBuffer copy = reference.allocate(input.spec());
            copies.add(copy);
            reference.write(read(device, input), copy);
        }
    }

    /**
     * @throws NeocogException naming the node, if the devices differ by more than the tolerance
     */
    @Override
    public void after(BoundStep step, long nanos) {
        Fusion fusion = step.step().fusion();
        Map<Node, DeviceBuffer> values = new HashMap<>();
        for (int i = 0; i < fusion.inputs().size(); i++) {
            values.put(fusion.inputs().get(i), copies.get(i));
        }
        for (Node node : fusion.nodes()) {
            values.put(node, node.op() instanceof Reshape ? values.get(node.input(0)) : compute(node, values));
        }
        compare(step, "output", step.output(), values.get(fusion.result()));
        if (fusion.result().op() instanceof UpdateOp op) {
            for (int written : op.writtenInputs().subList(1, op.writtenInputs().size())) {
                compare(step, fusion.result().input(written).name(), step.inputs().get(written), copies.get(written));
            }
        }
        close();
    }

    /** An update's value is its first input. */
    private DeviceBuffer compute(Node node, Map<Node, DeviceBuffer> values) {
        Kernel kernel = kernels.computeIfAbsent(node, reference::compile);
        List<DeviceBuffer> inputs = node.inputs().stream().map(values::get).toList();
        DeviceBuffer output = node.op() instanceof UpdateOp ? inputs.getFirst() : allocate(node.spec());
        long words = (kernel.workspaceBytes() + Float.BYTES - 1) / Float.BYTES;
        DeviceBuffer workspace = words == 0 ? output : allocate(TensorSpec.f32(Math.toIntExact(words)));
        kernel.launch(inputs, output, workspace);
        return output;
    }

    private DeviceBuffer allocate(TensorSpec spec) {
        copies.add(reference.allocate(spec));
        return copies.getLast();
    }

    private static HostTensor read(Device from, DeviceBuffer buffer) {
        HostTensor value = HostTensor.zeros(buffer.spec());
        from.read(buffer, value);
        return value;
    }

    private void compare(BoundStep step, String what, DeviceBuffer found, DeviceBuffer wanted) {
        float[] a = read(device, found).floats();
        float[] b = read(reference, wanted).floats();
        double scale = rootMeanSquare(b);
        int worst = 0;
        double most = 0;
        for (int i = 0; i < a.length; i++) {
            double error = error(a[i], b[i], scale);
            if (error > most) {
                worst = i;
                most = error;
            }
        }
        if (most > tolerance) {
            throw new NeocogException("validation failed at " + step.step().node() + ": element " + worst + " of its " + what
                    + " is " + a[worst] + " on " + device.id() + " and " + b[worst] + " on " + reference.id()
                    + ", which differs by " + String.format(java.util.Locale.ROOT, "%.2g", most) + " where " + tolerance
                    + " is allowed");
        }
    }

    /** 0 for what is the same, NaN and infinities included; infinite if only one of them is such. */
    private static double error(float found, float wanted, double scale) {
        if (found == wanted || Float.isNaN(found) && Float.isNaN(wanted)) {
            return 0;
        }
        double error = Math.abs((double) found - wanted) / (Math.abs((double) wanted) + scale);
        return Double.isFinite(error) ? error : Double.POSITIVE_INFINITY;
    }

    private static double rootMeanSquare(float[] values) {
        double squares = 0;
        int finite = 0;
        for (float value : values) {
            if (Float.isFinite(value)) {
                squares += (double) value * value;
                finite++;
            }
        }
        return finite == 0 ? 0 : Math.sqrt(squares / finite);
    }

    /** Gives back the second device's buffers; not the devices. */
    @Override
    public void close() {
        copies.forEach(DeviceBuffer::close);
        copies.clear();
    }
}
