package org.neocog.cuda;

import jcuda.CudaException;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;
import org.neocog.NeocogException;
import org.neocog.device.OutOfDeviceMemoryException;

/**
 * A GPU's primary context with two streams: one on which everything is computed in order, one for copies that need not wait
 * for it.
 */
final class CudaContext implements AutoCloseable {
    private final String id;
    private final CUdevice device = new CUdevice();
    private final CUcontext context = new CUcontext();
    private final CUstream compute = new CUstream();
    private final CUstream copies = new CUstream();
    private final ComputeCapability capability;
    private boolean closed;

    /**
     * @throws NeocogException if the driver has no context for that GPU
     */
    CudaContext(int ordinal) {
        this.id = "cuda:" + ordinal;
        try {
            JCudaDriver.cuInit(0);
            JCudaDriver.cuDeviceGet(device, ordinal);
            JCudaDriver.cuDevicePrimaryCtxRetain(context, device);
            use();
            JCudaDriver.cuStreamCreate(compute, CUstream_flags.CU_STREAM_NON_BLOCKING);
            JCudaDriver.cuStreamCreate(copies, CUstream_flags.CU_STREAM_NON_BLOCKING);
            this.capability = new ComputeCapability(
                    attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR),
                    attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR));
        } catch (CudaException e) {
            close();
            throw new NeocogException(id + " cannot be opened: " + e.getMessage()
                    + " (is another process using it exclusively, or all of its memory?)", e);
        }
    }

    private int attribute(int number) {
        int[] value = new int[1];
        JCudaDriver.cuDeviceGetAttribute(value, number, device);
        return value[0];
    }

    String id() {
        return id;
    }

    ComputeCapability capability() {
        return capability;
    }

    CUstream compute() {
        return compute;
    }

    CUstream copies() {
        return copies;
    }

    /** Makes this the calling thread's context, which every call to the driver and its libraries needs. */
    void use() {
        JCudaDriver.cuCtxSetCurrent(context);
    }

    long totalBytes() {
        long[] free = new long[1];
        long[] total = new long[1];
        JCudaDriver.cuMemGetInfo(free, total);
        return total[0];
    }

    /**
     * @throws OutOfDeviceMemoryException if there is not enough memory
     */
    Allocation allocate(long bytes) {
        Allocation allocation = new Allocation();
        try {
            JCudaDriver.cuMemAlloc(allocation, Math.max(1, bytes));
            return allocation;
        } catch (CudaException e) {
            if (!CudaFailures.isOutOfMemory(e)) {
                throw CudaFailures.failure(id, "allocating " + bytes + " bytes", e);
            }
            long[] free = new long[1];
            JCudaDriver.cuMemGetInfo(free, new long[1]);
            throw new OutOfDeviceMemoryException(id, bytes, free[0], e);
        }
    }

    void synchronize() {
        JCudaDriver.cuStreamSynchronize(copies);
        JCudaDriver.cuStreamSynchronize(compute);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            CudaFailures.ignoring(() -> JCudaDriver.cuStreamDestroy(copies));
            CudaFailures.ignoring(() -> JCudaDriver.cuStreamDestroy(compute));
            CudaFailures.ignoring(() -> JCudaDriver.cuDevicePrimaryCtxRelease(device));
        }
    }
}
