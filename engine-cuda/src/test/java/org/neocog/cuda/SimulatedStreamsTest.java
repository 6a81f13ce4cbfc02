package org.neocog.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import jcuda.CudaException;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUevent;
import jcuda.driver.CUfunction;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Missing synchronisation, which a GPU may forgive for years, gives wrong values here; right synchronisation never does. */
class SimulatedStreamsTest {
    private static final String TWICE = """
            extern "C" __global__ void twice(const float* x, float* y) { y[threadIdx.x] = 2 * x[threadIdx.x]; }
            """;

    private SimulatedCuda cuda;
    private SimulatedGpu gpu;
    private CUfunction twice;
    private CUstream copies;
    private CUstream kernels;

    @BeforeEach
    void open() {
        cuda = SimulatedCuda.use();
        gpu = new SimulatedGpu();
        twice = gpu.kernel("twice", TWICE);
        copies = stream();
        kernels = stream();
    }

    @AfterEach
    void close() {
        if (gpu != null) {
            gpu.close();
        }
    }

    @Test
    void aHostThatDoesNotWaitReadsWhatWasThereBefore() {
        Pinned result = new Pinned(4).put(0, 0, 0, 0);
        JCudaDriver.cuMemcpyDtoHAsync(result.pointer, gpu.upload(1, 2, 3, 4), 16, copies);
        assertArrayEquals(new float[] {0, 0, 0, 0}, result.get());
        JCudaDriver.cuStreamSynchronize(copies);
        assertArrayEquals(new float[] {1, 2, 3, 4}, result.get());
    }

    @Test
    void pinnedMemoryThatIsOverwrittenBeforeItsUploadIsDoneUploadsTheNewValues() {
        Pinned staging = new Pinned(1).put(1);
        CUdeviceptr x = gpu.allocate(4);
        JCudaDriver.cuMemcpyHtoDAsync(x, staging.pointer, 4, copies);
        staging.put(2);
        JCudaDriver.cuStreamSynchronize(copies);
        assertArrayEquals(new float[] {2}, gpu.download(x, 1));
    }

    @Test
    void pageableMemoryIsTakenWhenTheUploadIsAskedFor() {
        FloatBuffer pageable = ByteBuffer.allocateDirect(4).order(ByteOrder.nativeOrder()).asFloatBuffer().put(0, 1);
        CUdeviceptr x = gpu.allocate(4);
        JCudaDriver.cuMemcpyHtoDAsync(x, Pointer.to(pageable), 4, copies);
        pageable.put(0, 2);
        JCudaDriver.cuStreamSynchronize(copies);
        assertArrayEquals(new float[] {1}, gpu.download(x, 1));
    }

    @Test
    void aKernelThatDoesNotWaitForItsUploadReadsUninitialisedMemory() {
        CUdeviceptr x = gpu.allocate(4);
        CUdeviceptr y = gpu.allocate(4);
        JCudaDriver.cuMemcpyHtoDAsync(x, new Pinned(1).put(3).pointer, 4, copies);
        gpu.launchOn(kernels, twice, 1, 1, x, y);
        JCudaDriver.cuStreamSynchronize(kernels);
        assertTrue(Float.isNaN(gpu.download(y, 1)[0]));
    }

    @Test
    void anUploadThatDoesNotWaitForTheKernelBeforeSpoilsItsInput() {
        cuda.schedule(SimulatedCuda.Schedule.EAGER_COPIES, 0);
        CUdeviceptr x = gpu.upload(3);
        CUdeviceptr y = gpu.allocate(4);
        gpu.launchOn(kernels, twice, 1, 1, x, y);
        JCudaDriver.cuMemcpyHtoDAsync(x, new Pinned(1).put(50).pointer, 4, copies);
        gpu.synchronize();
        assertArrayEquals(new float[] {100}, gpu.download(y, 1));
    }

    @ParameterizedTest
    @EnumSource
    void eventsKeepTheOrderUnderEverySchedule(SimulatedCuda.Schedule schedule) {
        for (int seed = 0; seed < 20; seed++) {
            cuda.schedule(schedule, seed);
            CUdeviceptr x = gpu.allocate(4);
            Pinned staging = new Pinned(1);
            Pinned result = new Pinned(1);
            CUdeviceptr y = gpu.allocate(4);
            CUevent uploaded = event();
            CUevent used = event();
            for (int step = 1; step <= 5; step++) {
                JCudaDriver.cuStreamWaitEvent(copies, used, 0);
                JCudaDriver.cuEventSynchronize(uploaded);
                staging.put(step);
                JCudaDriver.cuMemcpyHtoDAsync(x, staging.pointer, 4, copies);
                JCudaDriver.cuEventRecord(uploaded, copies);
                JCudaDriver.cuStreamWaitEvent(kernels, uploaded, 0);
                gpu.launchOn(kernels, twice, 1, 1, x, y);
                JCudaDriver.cuEventRecord(used, kernels);
                JCudaDriver.cuMemcpyDtoHAsync(result.pointer, y, 4, kernels);
                JCudaDriver.cuStreamSynchronize(kernels);
                assertArrayEquals(new float[] {2 * step}, result.get());
            }
        }
    }

    @Test
    void theDefaultStreamWaitsForStreamsThatAreNotNonBlocking() {
        CUstream blocking = new CUstream();
        JCudaDriver.cuStreamCreate(blocking, CUstream_flags.CU_STREAM_DEFAULT);
        CUdeviceptr x = gpu.upload(4);
        CUdeviceptr y = gpu.upload(0);
        CUdeviceptr z = gpu.upload(0);
        gpu.launchOn(blocking, twice, 1, 1, x, y);
        gpu.launchOn(kernels, twice, 1, 1, x, z);
        assertArrayEquals(new float[] {8}, gpu.download(y, 1));
        assertArrayEquals(new float[] {0}, gpu.download(z, 1));
    }

    @Test
    void askingWhetherAnEventIsReachedGetsThereInTheEnd() {
        CUdeviceptr y = gpu.allocate(4);
        CUevent done = event();
        gpu.launchOn(kernels, twice, 1, 1, gpu.upload(1), y);
        JCudaDriver.cuEventRecord(done, kernels);
        JCudaDriver.setExceptionsEnabled(false);
        try {
            assertEquals(CUresult.CUDA_ERROR_NOT_READY, JCudaDriver.cuEventQuery(done));
            int asked = 1;
            while (JCudaDriver.cuEventQuery(done) == CUresult.CUDA_ERROR_NOT_READY) {
                assertTrue(++asked < 10);
            }
            assertEquals(CUresult.CUDA_SUCCESS, JCudaDriver.cuStreamQuery(kernels));
        } finally {
            JCudaDriver.setExceptionsEnabled(true);
        }
    }

    @Test
    void givesTheTimeBetweenEvents() {
        CUevent start = new CUevent();
        CUevent end = new CUevent();
        JCudaDriver.cuEventCreate(start, 0);
        JCudaDriver.cuEventCreate(end, 0);
        JCudaDriver.cuEventRecord(start, kernels);
        gpu.launchOn(kernels, twice, 1, 1, gpu.upload(1), gpu.allocate(4));
        JCudaDriver.cuEventRecord(end, kernels);
        float[] milliseconds = new float[1];
        assertThrows(CudaException.class, () -> JCudaDriver.cuEventElapsedTime(milliseconds, start, end));
        JCudaDriver.cuEventSynchronize(end);
        JCudaDriver.cuEventElapsedTime(milliseconds, start, end);
        assertTrue(milliseconds[0] > 0);
    }

    @Test
    void aCopyOutOfBoundsIsRefusedAndNamesTheAllocation() {
        CUdeviceptr x = gpu.allocate(8);
        CudaException refused = assertThrows(CudaException.class,
                () -> JCudaDriver.cuMemcpyHtoD(x, Pointer.to(new float[3]), 12));
        assertEquals("CUDA_ERROR_INVALID_VALUE", refused.getMessage());
        assertTrue(cuda.lastFault().startsWith("cuMemcpyHtoD of 12 bytes: the destination: "), cuda.lastFault());
        assertTrue(cuda.lastFault().contains("device allocation 1 (8 bytes"), cuda.lastFault());
    }

    @Test
    void deviceMemoryInThePlaceOfHostMemoryIsRefused() {
        CUdeviceptr x = gpu.allocate(8);
        CUdeviceptr y = gpu.allocate(8);
        assertThrows(CudaException.class, () -> JCudaDriver.cuMemcpyDtoH(x, y, 8));
        assertTrue(cuda.lastFault().contains("is device memory, not the host's"), cuda.lastFault());
    }

    private static CUstream stream() {
        CUstream stream = new CUstream();
        JCudaDriver.cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING);
        return stream;
    }

    private static CUevent event() {
        CUevent event = new CUevent();
        JCudaDriver.cuEventCreate(event, 0);
        return event;
    }

    /** Pinned floats; freed with the context. */
    private static final class Pinned {
        private final Pointer pointer = new Pointer();
        private final FloatBuffer floats;

        Pinned(int count) {
            JCudaDriver.cuMemHostAlloc(pointer, 4L * count, 0);
            floats = pointer.getByteBuffer(0, 4L * count).order(ByteOrder.nativeOrder()).asFloatBuffer();
        }

        Pinned put(float... values) {
            floats.put(0, values);
            return this;
        }

        float[] get() {
            float[] values = new float[floats.capacity()];
            floats.get(0, values);
            return values;
        }
    }
}
