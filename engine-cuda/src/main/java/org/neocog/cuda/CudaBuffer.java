package org.neocog.cuda;

import java.util.concurrent.atomic.AtomicLong;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.JCudaDriver;
import org.neocog.device.DeviceBuffer;
import org.neocog.tensor.TensorSpec;

/** One allocation on the GPU, or a stretch of one. */
final class CudaBuffer implements DeviceBuffer {
    private final TensorSpec spec;
    private final CudaBuffer owner;
    private final CudaContext context;
    private final AtomicLong allocated;
    private final CUdeviceptr pointer;
    private final long address;
    private boolean closed;

    /** Storage of its own, counted in {@code allocated} until it is closed. */
    CudaBuffer(TensorSpec spec, CudaContext context, AtomicLong allocated) {
        Allocation allocation = context.allocate(spec.bytes());
        this.spec = spec;
        this.owner = this;
        this.context = context;
        this.allocated = allocated;
        this.pointer = allocation;
        this.address = allocation.address();
        allocated.addAndGet(spec.bytes());
    }

    private CudaBuffer(TensorSpec spec, long byteOffset, CudaBuffer of) {
        this.spec = spec;
        this.owner = of.owner;
        this.context = of.context;
        this.allocated = of.allocated;
        this.pointer = of.pointer.withByteOffset(byteOffset);
        this.address = of.address + byteOffset;
    }

    @Override
    public TensorSpec spec() {
        return spec;
    }

    long address() {
        requireOpen();
        return address;
    }

    CUdeviceptr pointer() {
        requireOpen();
        return pointer;
    }

    boolean belongsTo(CudaContext other) {
        return context == other;
    }

    private void requireOpen() {
        if (owner.closed) {
            throw new IllegalStateException("the buffer is closed");
        }
    }

    @Override
    public DeviceBuffer slice(long byteOffset, TensorSpec part) {
        requireOpen();
        if (part.dtype() != spec.dtype()) {
            throw new IllegalArgumentException("a slice of " + spec + " cannot be " + part);
        }
        if (byteOffset < 0 || byteOffset % 64 != 0 || byteOffset + part.bytes() > spec.bytes()) {
            throw new IndexOutOfBoundsException(
                    "a slice of " + part.bytes() + " bytes at " + byteOffset + " does not lie in " + spec.bytes() + " bytes");
        }
        return new CudaBuffer(part, byteOffset, this);
    }

    /** The driver waits for what still uses the memory. */
    @Override
    public void close() {
        if (owner == this && !closed) {
            closed = true;
            allocated.addAndGet(-spec.bytes());
            CudaFailures.ignoring(() -> {
                context.use();
                JCudaDriver.cuMemFree(pointer);
            });
        }
    }
}
