package org.neocog.testing;

import java.util.Arrays;
import org.neocog.device.Device;
import org.neocog.device.DeviceBuffer;
import org.neocog.tensor.DType;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/**
 * A tensor in the middle of a larger buffer. What lies around it, and the tensor itself until it is written, holds a
 * pattern that is a NaN as a float and no class as a label: reading it by mistake spoils the result, and overwriting it
 * shows.
 */
final class GuardedBuffer implements AutoCloseable {
    private static final int PATTERN = 0x7FC0ABCD;

    /** Elements before and after; 320 bytes, so that the tensor starts at a multiple of 64 bytes but not of 128. */
    private static final int BAND = 80;

    private final Device device;
    private final DeviceBuffer whole;
    private final DeviceBuffer inner;

    GuardedBuffer(Device device, TensorSpec spec) {
        this.device = device;
        TensorSpec around = new TensorSpec(Shape.of(BAND + spec.elements() + BAND), spec.dtype());
        this.whole = device.allocate(around);
        this.inner = whole.slice((long) BAND * spec.dtype().bytes(), spec);
        device.write(tensor(around, pattern(around.elements())), whole);
    }

    /** The tensor that a kernel sees. */
    DeviceBuffer inner() {
        return inner;
    }

    void write(HostTensor value) {
        device.write(value, inner);
    }

    /** The tensor's bits now. */
    int[] bits() {
        int[] all = all();
        return Arrays.copyOfRange(all, BAND, all.length - BAND);
    }

    float[] floats() {
        int[] bits = bits();
        float[] floats = new float[bits.length];
        for (int i = 0; i < bits.length; i++) {
            floats[i] = Float.intBitsToFloat(bits[i]);
        }
        return floats;
    }

    /** Elements before and after the tensor that are no longer as they were. */
    int disturbed() {
        int[] all = all();
        int count = 0;
        for (int i = 0; i < all.length; i++) {
            boolean outside = i < BAND || i >= all.length - BAND;
            count += outside && all[i] != PATTERN ? 1 : 0;
        }
        return count;
    }

    /** Elements of the tensor whose bits are no longer those of {@code value}. */
    int changed(HostTensor value) {
        int[] now = bits();
        int[] before = bits(value);
        int count = 0;
        for (int i = 0; i < now.length; i++) {
            count += now[i] != before[i] ? 1 : 0;
        }
        return count;
    }

    private int[] all() {
        HostTensor host = HostTensor.zeros(whole.spec());
        device.read(whole, host);
        return bits(host);
    }

    private static int[] bits(HostTensor tensor) {
        if (tensor.spec().dtype() == DType.I32) {
            return tensor.ints();
        }
        int[] bits = new int[tensor.spec().elements()];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(tensor.floats()[i]);
        }
        return bits;
    }

    private static HostTensor tensor(TensorSpec spec, int[] bits) {
        if (spec.dtype() == DType.I32) {
            return HostTensor.of(spec.shape(), bits);
        }
        float[] floats = new float[bits.length];
        for (int i = 0; i < bits.length; i++) {
            floats[i] = Float.intBitsToFloat(bits[i]);
        }
        return HostTensor.of(spec.shape(), floats);
    }

    private static int[] pattern(int elements) {
        int[] pattern = new int[elements];
        Arrays.fill(pattern, PATTERN);
        return pattern;
    }

    @Override
    public void close() {
        whole.close();
    }
}
