package org.neocog.exec;

import org.neocog.device.DeviceBuffer;
import org.neocog.tensor.TensorSpec;

/** Storage of the {@link FakeDevice}: the bits of 32-bit elements. */
final class FakeBuffer implements DeviceBuffer {
    final int[] words;
    final int start;
    private final TensorSpec spec;
    private final FakeDevice device;
    private boolean open;

    FakeBuffer(TensorSpec spec, int[] words, int start, FakeDevice device, boolean owner) {
        this.spec = spec;
        this.words = words;
        this.start = start;
        this.device = device;
        this.open = owner;
    }

    float get(int index) {
        return Float.intBitsToFloat(words[start + index]);
    }

    void set(int index, float value) {
        words[start + index] = Float.floatToRawIntBits(value);
    }

    /** Whether both are the same bytes. */
    boolean covers(DeviceBuffer other) {
        FakeBuffer buffer = (FakeBuffer) other;
        return words == buffer.words && start == buffer.start;
    }

    @Override
    public TensorSpec spec() {
        return spec;
    }

    @Override
    public DeviceBuffer slice(long byteOffset, TensorSpec part) {
        if (byteOffset % 64 != 0 || byteOffset + part.bytes() > spec.bytes()) {
            throw new IndexOutOfBoundsException(part + " at " + byteOffset + " in " + spec);
        }
        return new FakeBuffer(part, words, start + (int) (byteOffset / Float.BYTES), device, false);
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            device.released(spec.bytes());
        }
    }
}
