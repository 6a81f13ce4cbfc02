package org.neocog.testing;

import org.neocog.device.DeviceBuffer;
import org.neocog.tensor.TensorSpec;

/** Storage of the reference device: the bits of 32-bit elements. */
final class ReferenceBuffer implements DeviceBuffer {
    private final TensorSpec spec;
    private final int[] words;
    private final int start;
    private Runnable release;

    ReferenceBuffer(TensorSpec spec, int[] words, int start, Runnable release) {
        this.spec = spec;
        this.words = words;
        this.start = start;
        this.release = release;
    }

    int bits(int index) {
        return words[start + index];
    }

    void bits(int index, int value) {
        words[start + index] = value;
    }

    @Override
    public TensorSpec spec() {
        return spec;
    }

    @Override
    public DeviceBuffer slice(long byteOffset, TensorSpec part) {
        if (byteOffset < 0 || byteOffset % 64 != 0 || byteOffset + part.bytes() > spec.bytes()) {
            throw new IndexOutOfBoundsException(part + " at byte " + byteOffset + " does not lie inside " + spec);
        }
        return new ReferenceBuffer(part, words, start + (int) (byteOffset / Float.BYTES), () -> {});
    }

    @Override
    public void close() {
        release.run();
        release = () -> {};
    }
}
