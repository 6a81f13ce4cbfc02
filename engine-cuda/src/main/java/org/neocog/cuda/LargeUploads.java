package org.neocog.cuda;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.JCudaDriver;

/**
 * Copies of batches and weights through a ring of slots, each with pinned memory and as much on the device. A piece goes
 * from the caller's array to pinned memory, on the copying stream to the slot's device memory, and from there on the
 * computing stream to its place: the bus works while a step computes, and the order of the calls holds all the same.
 */
final class LargeUploads implements AutoCloseable {
    private static final int SLOTS = 4;
    private static final long SMALLEST = 1 << 16;
    /** Larger tensors go in pieces of this size. */
    private static final long LARGEST = 1 << 23;

    private final CudaContext context;
    private final List<Slot> slots = new ArrayList<>();
    private long capacity;
    private int next;

    LargeUploads(CudaContext context) {
        this.context = context;
    }

    private static final class Slot {
        private final Allocation device;
        private final PinnedMemory host;
        /** The pinned memory has been read. */
        private final CUevent copied;
        /** The device memory has been read. */
        private final CUevent delivered;

        Slot(CudaContext context, long bytes) {
            this.device = context.allocate(bytes);
            this.host = new PinnedMemory(bytes);
            this.copied = event();
            this.delivered = event();
        }

        private static CUevent event() {
            CUevent event = new CUevent();
            JCudaDriver.cuEventCreate(event, CUevent_flags.CU_EVENT_DISABLE_TIMING);
            return event;
        }

        void close() {
            CudaFailures.ignoring(() -> JCudaDriver.cuEventDestroy(copied));
            CudaFailures.ignoring(() -> JCudaDriver.cuEventDestroy(delivered));
            CudaFailures.ignoring(() -> JCudaDriver.cuMemFree(device));
            host.close();
        }
    }

    void write(MemorySegment source, CudaBuffer target) {
        long bytes = source.byteSize();
        reserve(bytes);
        for (long offset = 0; offset < bytes; offset += capacity) {
            CUdeviceptr to = offset == 0 ? target.pointer() : target.pointer().withByteOffset(offset);
            write(source.asSlice(offset, Math.min(capacity, bytes - offset)), to);
        }
    }

    private void write(MemorySegment piece, CUdeviceptr target) {
        Slot slot = slots.get(next);
        next = (next + 1) % slots.size();
        long bytes = piece.byteSize();
        JCudaDriver.cuEventSynchronize(slot.copied);
        MemorySegment.copy(piece, 0, slot.host.bytes(), 0, bytes);
        JCudaDriver.cuStreamWaitEvent(context.copies(), slot.delivered, 0);
        JCudaDriver.cuMemcpyHtoDAsync(slot.device, slot.host.at(0), bytes, context.copies());
        JCudaDriver.cuEventRecord(slot.copied, context.copies());
        JCudaDriver.cuStreamWaitEvent(context.compute(), slot.copied, 0);
        JCudaDriver.cuMemcpyDtoDAsync(target, slot.device, bytes, context.compute());
        JCudaDriver.cuEventRecord(slot.delivered, context.compute());
    }

    /** All slots grow together, with the first tensor that is larger than any before: not in a training loop. */
    private void reserve(long bytes) {
        if (capacity >= Math.min(bytes, LARGEST)) {
            return;
        }
        context.synchronize();
        close();
        long larger = Math.clamp(Long.highestOneBit(bytes - 1) << 1, SMALLEST, LARGEST);
        try {
            for (int i = 0; i < SLOTS; i++) {
                slots.add(new Slot(context, larger));
            }
            capacity = larger;
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    @Override
    public void close() {
        slots.forEach(Slot::close);
        slots.clear();
        capacity = 0;
        next = 0;
    }
}
