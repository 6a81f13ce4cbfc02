package org.neocog.testing;

import java.util.List;
import org.neocog.device.Device;
import org.neocog.device.DeviceBuffer;
import org.neocog.device.Kernel;
import org.neocog.graph.Node;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.TensorSpec;

/** The reference device with a mistake in every kernel. */
final class FaultyDevice implements Device {
    /** Launches the right kernel and spoils something. */
    interface Fault {
        void launch(Device device, Kernel right, List<DeviceBuffer> inputs, DeviceBuffer output);
    }

    private final ReferenceDevice right = new ReferenceDevice();
    private final Fault fault;

    FaultyDevice(Fault fault) {
        this.fault = fault;
    }

    /** Changes one element of a buffer, which may lie outside of it. */
    static void poke(DeviceBuffer buffer, int index, float value) {
        ((ReferenceBuffer) buffer).bits(index, Float.floatToRawIntBits(value));
    }

    static float peek(DeviceBuffer buffer, int index) {
        return Float.intBitsToFloat(((ReferenceBuffer) buffer).bits(index));
    }

    @Override
    public String id() {
        return "faulty";
    }

    @Override
    public DeviceBuffer allocate(TensorSpec spec) {
        return right.allocate(spec);
    }

    @Override
    public void write(HostTensor source, DeviceBuffer target) {
        right.write(source, target);
    }

    @Override
    public void read(DeviceBuffer source, HostTensor target) {
        right.read(source, target);
    }

    @Override
    public Kernel compile(Node node) {
        Kernel kernel = right.compile(node);
        return (inputs, output, workspace) -> fault.launch(right, kernel, inputs, output);
    }

    @Override
    public void synchronize() {}

    @Override
    public long allocatedBytes() {
        return right.allocatedBytes();
    }

    @Override
    public void close() {}
}
