package org.neocog.cuda;

import java.lang.foreign.MemorySegment;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.JCudaDriver;

/**
 * Copies of a few bytes, on the stream that computes. Their pinned memory is two halves used in turn: a half is used again
 * when the copies out of it are known to be done, which they nearly always are.
 */
final class SmallUploads implements AutoCloseable {
    private static final long ALIGNMENT = 64;

    private final CudaContext context;
    private final PinnedMemory memory;
    private final long half;
    private final CUevent[] done = {new CUevent(), new CUevent()};
    private int current;
    private long used;

    /**
     * @param largest bytes of one copy
     */
    SmallUploads(CudaContext context, long largest) {
        this.context = context;
        this.half = 32 * largest;
        this.memory = new PinnedMemory(2 * half);
        for (CUevent event : done) {
            JCudaDriver.cuEventCreate(event, CUevent_flags.CU_EVENT_DISABLE_TIMING);
        }
    }

    void write(MemorySegment source, CudaBuffer target) {
        long bytes = source.byteSize();
        if (used + bytes > half) {
            JCudaDriver.cuEventRecord(done[current], context.compute());
            current = 1 - current;
            used = 0;
            JCudaDriver.cuEventSynchronize(done[current]);
        }
        long offset = current * half + used;
        MemorySegment.copy(source, 0, memory.bytes(), offset, bytes);
        JCudaDriver.cuMemcpyHtoDAsync(target.pointer(), memory.at(offset), bytes, context.compute());
        used += (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    @Override
    public void close() {
        for (CUevent event : done) {
            CudaFailures.ignoring(() -> JCudaDriver.cuEventDestroy(event));
        }
        memory.close();
    }
}
