package org.neocog.exec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.neocog.device.Device;
import org.neocog.device.DeviceBuffer;
import org.neocog.device.Kernel;
import org.neocog.device.OutOfDeviceMemoryException;
import org.neocog.graph.Add;
import org.neocog.graph.Fill;
import org.neocog.graph.L2;
import org.neocog.graph.Node;
import org.neocog.graph.Relu;
import org.neocog.graph.ReluGrad;
import org.neocog.graph.Scale;
import org.neocog.graph.SgdUpdate;
import org.neocog.tensor.DType;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.TensorSpec;

/** A device with a handful of operations that counts what is asked of it. New storage is full of NaN. */
final class FakeDevice implements Device {
    /** Each operation asks for this much scratch and soils it. */
    private final long workspaceBytes;

    final List<String> compiled = new ArrayList<>();
    private long allocated;
    private long limit = Long.MAX_VALUE;
    private long peak;

    FakeDevice(long workspaceBytes) {
        this.workspaceBytes = workspaceBytes;
    }

    FakeDevice() {
        this(0);
    }

    long peak() {
        return peak;
    }

    /** Has so much memory from now on. */
    void limitTo(long bytes) {
        limit = bytes;
    }

    void released(long bytes) {
        allocated -= bytes;
    }

    @Override
    public String id() {
        return "fake";
    }

    @Override
    public DeviceBuffer allocate(TensorSpec spec) {
        if (allocated + spec.bytes() > limit) {
            throw new OutOfDeviceMemoryException(id(), spec.bytes(), limit - allocated, null);
        }
        allocated += spec.bytes();
        peak = Math.max(peak, allocated);
        int[] words = new int[spec.elements()];
        Arrays.fill(words, Float.floatToIntBits(Float.NaN));
        return new FakeBuffer(spec, words, 0, this, true);
    }

    @Override
    public void write(HostTensor source, DeviceBuffer target) {
        FakeBuffer buffer = (FakeBuffer) target;
        for (int i = 0; i < source.spec().elements(); i++) {
            buffer.words[buffer.start + i] = source.spec().dtype() == DType.I32
                    ? source.ints()[i]
                    : Float.floatToRawIntBits(source.floats()[i]);
        }
    }

    @Override
    public void read(DeviceBuffer source, HostTensor target) {
        for (int i = 0; i < target.spec().elements(); i++) {
            target.floats()[i] = ((FakeBuffer) source).get(i);
        }
    }

    @Override
    public Kernel compile(Node node) {
        compiled.add(node.name());
        return new Kernel() {
            @Override
            public long workspaceBytes() {
                return workspaceBytes;
            }

            @Override
            public void launch(List<DeviceBuffer> inputs, DeviceBuffer output, DeviceBuffer workspace) {
                for (int i = 0; i < workspaceBytes / Float.BYTES; i++) {
                    ((FakeBuffer) workspace).set(i, Float.NaN);
                }
                compute(node, inputs.stream().map(FakeBuffer.class::cast).toList(), (FakeBuffer) output);
            }
        };
    }

    private static void compute(Node node, List<FakeBuffer> in, FakeBuffer out) {
        if (node.op() instanceof L2 l2) {
            float sum = 0;
            for (int i = 0; i < in.get(0).spec().elements(); i++) {
                sum += in.get(0).get(i) * in.get(0).get(i);
            }
            out.set(0, l2.coefficient() * sum);
            return;
        }
        for (int i = 0; i < out.spec().elements(); i++) {
            out.set(i, switch (node.op()) {
                case Add _ -> in.get(0).get(i) + in.get(1).get(i);
                case Scale scale -> scale.factor() * in.get(0).get(i);
                case Relu _ -> Math.max(0, in.get(0).get(i));
                case ReluGrad _ -> in.get(0).get(i) > 0 ? in.get(1).get(i) : 0;
                case Fill fill -> fill.value();
                case SgdUpdate _ -> in.get(0).get(i) - in.get(2).get(0) * in.get(1).get(i);
                default -> throw new IllegalArgumentException("no kernel for " + node.op().opName());
            });
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
