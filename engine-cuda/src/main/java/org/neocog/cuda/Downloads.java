package org.neocog.cuda;

import java.lang.foreign.MemorySegment;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.JCudaDriver;

/** Copies to the host, each after what was launched before it. */
final class Downloads implements AutoCloseable {
    private static final long PIECE = 1 << 20;

    private final CudaContext context;
    private final PinnedMemory memory = new PinnedMemory(PIECE);

    Downloads(CudaContext context) {
        this.context = context;
    }

    void read(CudaBuffer source, MemorySegment target) {
        long bytes = target.byteSize();
        for (long offset = 0; offset < bytes; offset += PIECE) {
            long length = Math.min(PIECE, bytes - offset);
            CUdeviceptr from = offset == 0 ? source.pointer() : source.pointer().withByteOffset(offset);
            JCudaDriver.cuMemcpyDtoHAsync(memory.at(0), from, length, context.compute());
            JCudaDriver.cuStreamSynchronize(context.compute());
            MemorySegment.copy(memory.bytes(), 0, target, offset, length);
        }
    }

    @Override
    public void close() {
        memory.close();
    }
}
