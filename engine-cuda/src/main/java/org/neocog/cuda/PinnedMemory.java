package org.neocog.cuda;

import java.lang.foreign.MemorySegment;
import jcuda.Pointer;
import jcuda.driver.JCudaDriver;

/** Memory of the host that the GPU copies from and to by itself, while the host goes on. */
final class PinnedMemory implements AutoCloseable {
    private final Pointer pointer = new Pointer();
    private final MemorySegment bytes;

    PinnedMemory(long size) {
        JCudaDriver.cuMemHostAlloc(pointer, size, 0);
        this.bytes = MemorySegment.ofBuffer(pointer.getByteBuffer(0, size));
    }

    MemorySegment bytes() {
        return bytes;
    }

    Pointer at(long offset) {
        return offset == 0 ? pointer : pointer.withByteOffset(offset);
    }

    @Override
    public void close() {
        CudaFailures.ignoring(() -> JCudaDriver.cuMemFreeHost(pointer));
    }
}
