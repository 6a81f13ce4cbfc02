package org.neocog.testing;

import java.util.ArrayList;
import java.util.List;
import org.neocog.device.Device;
import org.neocog.device.DeviceBuffer;
import org.neocog.device.Kernel;
import org.neocog.graph.ComputeOp;
import org.neocog.graph.Node;
import org.neocog.tensor.DType;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.TensorSpec;

/** {@link Reference} as a device: slow, single-threaded, and close to what double precision rounded once gives. */
final class ReferenceDevice implements Device {
    private long allocated;

    @Override
    public String id() {
        return "reference";
    }

    @Override
    public DeviceBuffer allocate(TensorSpec spec) {
        allocated += spec.bytes();
        return new ReferenceBuffer(spec, new int[spec.elements()], 0, () -> allocated -= spec.bytes());
    }

    @Override
    public void write(HostTensor source, DeviceBuffer target) {
        ReferenceBuffer buffer = (ReferenceBuffer) target;
        if (!source.spec().dtype().equals(buffer.spec().dtype()) || source.spec().elements() != buffer.spec().elements()) {
            throw new IllegalArgumentException("cannot write " + source.spec() + " to " + buffer.spec());
        }
        for (int i = 0; i < source.spec().elements(); i++) {
            buffer.bits(i, source.spec().dtype() == DType.F32
                    ? Float.floatToRawIntBits(source.floats()[i])
                    : source.ints()[i]);
        }
    }

    @Override
    public void read(DeviceBuffer source, HostTensor target) {
        ReferenceBuffer buffer = (ReferenceBuffer) source;
        for (int i = 0; i < target.spec().elements(); i++) {
            switch (target.spec().dtype()) {
                case F32 -> target.floats()[i] = Float.intBitsToFloat(buffer.bits(i));
                case I32 -> target.ints()[i] = buffer.bits(i);
            }
        }
    }

    @Override
    public Kernel compile(Node node) {
        ComputeOp op = (ComputeOp) node.op();
        return (inputs, output, workspace) -> {
            List<DoubleTensor> values = new ArrayList<>();
            for (DeviceBuffer input : inputs) {
                HostTensor value = HostTensor.zeros(input.spec());
                read(input, value);
                values.add(DoubleTensor.of(value));
            }
            List<DoubleTensor> results = Reference.evaluate(op, values);
            store(results.getFirst(), output);
            for (int slot = 1; slot < results.size(); slot++) {
                store(results.get(slot), inputs.get(1 + slot));
            }
        };
    }

    private static void store(DoubleTensor value, DeviceBuffer target) {
        ReferenceBuffer buffer = (ReferenceBuffer) target;
        for (int i = 0; i < value.data().length; i++) {
            buffer.bits(i, Float.floatToRawIntBits((float) value.data()[i]));
        }
    }

    @Override
    public void synchronize() {}

    @Override
    public long allocatedBytes() {
        return allocated;
    }

    @Override
    public void close() {}
}
