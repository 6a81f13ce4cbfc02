package org.neocog.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import jcuda.CudaException;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUfunction;
import jcuda.driver.JCudaDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The simulation runs kernels as a GPU would, and names what a GPU would only corrupt. */
class SimulatedKernelsTest {
    private static final String ADD = """
            extern "C" __global__ void add(const float* a, const float* b, float* sum, int n) {
                int i = blockIdx.x * blockDim.x + threadIdx.x;
                if (i < n) sum[i] = a[i] + b[i];
            }
            """;

    private SimulatedCuda cuda;
    private SimulatedGpu gpu;

    @BeforeEach
    void open() {
        cuda = SimulatedCuda.use();
        gpu = new SimulatedGpu();
    }

    @AfterEach
    void close() {
        if (gpu != null) {
            gpu.close();
        }
    }

    @Test
    void addsVectorsThatFillNoWholeBlock() {
        CUdeviceptr sum = gpu.allocate(1000 * 4);
        gpu.launch(gpu.kernel("add", ADD), 4, 256, gpu.upload(sequence(1000, 1)), gpu.upload(sequence(1000, 2)), sum, 1000);
        assertArrayEquals(sequence(1000, 3), gpu.download(sum, 1000));
    }

    @Test
    void reducesOverABarrierAndSharedMemory() {
        String source = """
                #define THREADS 128
                extern "C" __global__ void __launch_bounds__(THREADS) blockSums(const float* x, float* sums) {
                    __shared__ float part[THREADS];
                    part[threadIdx.x] = x[blockIdx.x * THREADS + threadIdx.x];
                    for (int half = THREADS / 2; half > 0; half /= 2) {
                        __syncthreads();
                        if (threadIdx.x < half) part[threadIdx.x] += part[threadIdx.x + half];
                    }
                    if (threadIdx.x == 0) sums[blockIdx.x] = part[0];
                }
                """;
        CUdeviceptr sums = gpu.allocate(3 * 4);
        gpu.launch(gpu.kernel("blockSums", source), 3, 128, gpu.upload(sequence(384, 1)), sums);
        // Sums of 0..127, 128..255, 256..383.
        assertArrayEquals(new float[] {8128, 24512, 40896}, gpu.download(sums, 3));
    }

    @Test
    void aReductionWithoutItsBarrierReadsWhatIsNotThere() {
        String source = """
                extern "C" __global__ void sum(const float* x, float* total) {
                    __shared__ float part[64];
                    part[threadIdx.x] = x[threadIdx.x];
                    if (threadIdx.x == 0) {
                        *total = 0;
                        for (int i = 0; i < 64; i++) *total += part[i];
                    }
                }
                """;
        CUdeviceptr total = gpu.allocate(4);
        gpu.launch(gpu.kernel("sum", source), 1, 64, gpu.upload(sequence(64, 1)), total);
        assertTrue(Float.isNaN(gpu.download(total, 1)[0]));
    }

    @Test
    void exchangesValuesWithinWarps() {
        String source = """
                extern "C" __global__ void warps(const float* x, float* sums, float* swapped, int* votes) {
                    int t = threadIdx.x;
                    float sum = x[t];
                    for (int by = 16; by > 0; by /= 2) sum += __shfl_down_sync(0xffffffff, sum, by);
                    if (t % 32 == 0) sums[t / 32] = sum;
                    swapped[t] = __shfl_xor_sync(0xffffffff, x[t], 1);
                    votes[t] = __ballot_sync(0xffffffff, x[t] < 2 || x[t] >= 62);
                }
                """;
        CUdeviceptr sums = gpu.allocate(2 * 4);
        CUdeviceptr swapped = gpu.allocate(64 * 4);
        CUdeviceptr votes = gpu.allocate(64 * 4);
        gpu.launch(gpu.kernel("warps", source), 1, 64, gpu.upload(sequence(64, 1)), sums, swapped, votes);
        assertArrayEquals(new float[] {496, 1520}, gpu.download(sums, 2));
        float[] expected = new float[64];
        IntStream.range(0, 64).forEach(i -> expected[i] = i ^ 1);
        assertArrayEquals(expected, gpu.download(swapped, 64));
        float[] bits = gpu.download(votes, 64);
        assertEquals(0x00000003, Float.floatToRawIntBits(bits[0]));
        assertEquals(0xC0000000, Float.floatToRawIntBits(bits[63]));
    }

    @Test
    void sizesDynamicSharedMemoryAtTheLaunch() {
        String source = """
                extern "C" __global__ void reverse(const float* x, float* y) {
                    extern __shared__ float held[];
                    held[threadIdx.x] = x[threadIdx.x];
                    __syncthreads();
                    y[threadIdx.x] = held[blockDim.x - 1 - threadIdx.x];
                }
                """;
        CUfunction reverse = gpu.kernel("reverse", source);
        CUdeviceptr y = gpu.allocate(4 * 4);
        gpu.launchShared(16, reverse, 1, 4, gpu.upload(1, 2, 3, 4), y);
        assertArrayEquals(new float[] {4, 3, 2, 1}, gpu.download(y, 4));
        gpu.launchShared(12, reverse, 1, 4, gpu.upload(1, 2, 3, 4), y);
        assertFault("CUDA_ERROR_LAUNCH_FAILED", "kernel reverse: a __shared__ variable was written to outside its bounds");
    }

    @Test
    void runsTwoAndThreeDimensionalBlocks() {
        String source = """
                extern "C" __global__ void where(float* y) {
                    int block = (blockIdx.z * gridDim.y + blockIdx.y) * gridDim.x + blockIdx.x;
                    int thread = (threadIdx.z * blockDim.y + threadIdx.y) * blockDim.x + threadIdx.x;
                    __syncthreads();
                    y[block * 24 + thread] = 100 * threadIdx.z + 10 * threadIdx.y + threadIdx.x + 1000 * blockIdx.y;
                }
                """;
        CUdeviceptr y = gpu.allocate(4 * 24 * 4);
        JCudaDriver.cuLaunchKernel(gpu.kernel("where", source), 2, 2, 1, 4, 3, 2, 0, null,
                jcuda.Pointer.to(jcuda.Pointer.to(y)), null);
        float[] values = gpu.download(y, 96);
        assertEquals(0, values[0]);
        assertEquals(123, values[23]);
        assertEquals(1123, values[95]);
        assertEquals(1, values[25]);
    }

    @Test
    void addsAtomicallyOverAllBlocks() {
        String source = """
                extern "C" __global__ void count(int* whole, float* real) {
                    atomicAdd(whole, 1);
                    atomicAdd(real, 0.5f);
                }
                """;
        CUdeviceptr whole = gpu.upload(Float.intBitsToFloat(0));
        CUdeviceptr real = gpu.upload(0);
        gpu.launch(gpu.kernel("count", source), 50, 64, whole, real);
        assertEquals(3200, Float.floatToRawIntBits(gpu.download(whole, 1)[0]));
        assertEquals(1600, gpu.download(real, 1)[0]);
    }

    @Test
    void namesTheKernelAndTheAllocationOfAWriteOutOfBounds() {
        CUdeviceptr small = gpu.allocate(999 * 4);
        CUdeviceptr a = gpu.upload(sequence(1100, 1));
        gpu.launch(gpu.kernel("add", ADD), 5, 256, a, a, small, 1100);
        assertFault("CUDA_ERROR_ILLEGAL_ADDRESS", "kernel add");
        assertTrue(cuda.lastFault().contains("device allocation 1 (3996 bytes"), cuda.lastFault());
    }

    @Test
    void namesTheAllocationOfAReadOutOfBounds() {
        CUdeviceptr a = gpu.upload(sequence(1024, 1));
        CUdeviceptr sum = gpu.allocate(2048 * 4);
        // One block more than there are elements for: which of several would come first is not known.
        gpu.launch(gpu.kernel("add", ADD), 5, 256, a, a, sum, 1280);
        assertFault("CUDA_ERROR_ILLEGAL_ADDRESS", "illegal read of ");
        assertTrue(cuda.lastFault().contains("at offset 4096 of device allocation 1 (4096 bytes"),
                cuda.lastFault());
    }

    @Test
    void namesAWriteJustPastAnEndThatIsInNoForbiddenPage() {
        CUdeviceptr x = gpu.allocate(10 * 4);
        String source = "extern \"C\" __global__ void past(float* x) { x[threadIdx.x] = 1; }";
        gpu.launch(gpu.kernel("past", source), 1, 11, x);
        assertFault("CUDA_ERROR_ILLEGAL_ADDRESS",
                "kernel past: device allocation 1 (40 bytes");
    }

    @Test
    void namesTheFreedAllocationThatAKernelUses() {
        CUdeviceptr a = gpu.upload(sequence(256, 1));
        CUdeviceptr freed = gpu.allocate(1024);
        JCudaDriver.cuMemFree(freed);
        gpu.launch(gpu.kernel("add", ADD), 1, 256, a, a, freed, 256);
        assertFault("CUDA_ERROR_ILLEGAL_ADDRESS", "of freed device allocation 2");
    }

    @Test
    void givesMemoryThatReadsAsNaNUntilItIsWritten() {
        float[] fresh = gpu.download(gpu.allocate(1000 * 4), 1000);
        for (float value : fresh) {
            assertEquals(0x7fc0dead, Float.floatToRawIntBits(value));
        }
    }

    @Test
    void namesABarrierThatSomeThreadsDoNotReach() {
        String source = """
                extern "C" __global__ void diverge(float* x) {
                    if (threadIdx.x < 20) {
                        __syncthreads();
                    }
                    x[threadIdx.x] = 1;
                }
                """;
        gpu.launch(gpu.kernel("diverge", source), 1, 64, gpu.allocate(256));
        assertFault("CUDA_ERROR_LAUNCH_FAILED",
                "kernel diverge: divergent barrier or warp function: of 64 threads, 20 wait, thread (0,0,0) at line 3;");
    }

    @Test
    void namesAShuffleThatLanesOfItsMaskDoNotReach() {
        String source = """
                extern "C" __global__ void lanes(float* x) {
                    if (threadIdx.x % 2 == 0) x[threadIdx.x] = __shfl_down_sync(0xffffffff, 1.0f, 2);
                }
                """;
        gpu.launch(gpu.kernel("lanes", source), 1, 32, gpu.allocate(128));
        assertFault("CUDA_ERROR_LAUNCH_FAILED", "of 32 threads, 16 wait");
    }

    @Test
    void anIndexOutOfASharedArrayIsAnError() {
        String source = """
                extern "C" __global__ void shared(float* x) {
                    __shared__ float part[32];
                    part[threadIdx.x + 1] = 1;
                    __syncthreads();
                    x[threadIdx.x] = part[threadIdx.x];
                }
                """;
        gpu.launch(gpu.kernel("shared", source), 1, 32, gpu.allocate(128));
        assertFault("CUDA_ERROR_ILLEGAL_ADDRESS", "outside the bounds of a __shared__ variable");
    }

    @Test
    void aDivisionByZeroOfIntsIsAnError() {
        String source = "extern \"C\" __global__ void divide(int* x, int by) { x[0] = 7 / by; }";
        gpu.launch(gpu.kernel("divide", source), 1, 1, gpu.allocate(4), 0);
        assertFault("CUDA_ERROR_LAUNCH_FAILED", "kernel divide, block (0,0,0): integer division by zero");
    }

    @Test
    void anErrorStaysWithItsContextAndNotWithTheNext() {
        gpu.launch(gpu.kernel("add", ADD), 1, 1, new CUdeviceptr(), new CUdeviceptr(), new CUdeviceptr(), 1);
        assertFault("CUDA_ERROR_ILLEGAL_ADDRESS", "kernel add");
        assertEquals("CUDA_ERROR_ILLEGAL_ADDRESS",
                assertThrows(CudaException.class, () -> gpu.allocate(4)).getMessage());
        try (SimulatedGpu next = new SimulatedGpu()) {
            assertArrayEquals(new float[] {5}, next.download(next.upload(5), 1));
        }
    }

    /** The JVM's compiled code finds null pointers by faults, in the handler that the simulation's has replaced. */
    @Test
    void theJvmsOwnFaultsStayTheJvms() {
        gpu.launch(gpu.kernel("add", ADD), 1, 1, new CUdeviceptr(), new CUdeviceptr(), new CUdeviceptr(), 1);
        assertFault("CUDA_ERROR_ILLEGAL_ADDRESS", "kernel add");
        int[][] cells = new int[100_000][];
        cells[0] = new int[] {1};
        int sum = 0;
        int nulls = 0;
        for (int i = 0; i < cells.length; i++) {
            try {
                sum += cells[i % 50_000 == 0 ? 0 : i][0];
            } catch (NullPointerException e) {
                nulls++;
            }
        }
        assertEquals(2, sum);
        assertEquals(99_998, nulls);
    }

    @Test
    void keepsProductAndSumApartUnlessToldToFuseThem() {
        String source = """
                extern "C" __global__ void fused(float* r, float a, float b, float c) { *r = a * b + c; }
                """;
        float a = 1 + 0x1p-12f;
        float c = -(1 + 0x1p-11f);
        CUdeviceptr r = gpu.allocate(4);
        gpu.launch(gpu.kernel("fused", source, "--gpu-architecture=sm_80", "--fmad=false"), 1, 1, r, a, a, c);
        assertEquals(a * a + c, gpu.download(r, 1)[0]);
        gpu.launch(gpu.kernel("fused", source, "--gpu-architecture=sm_80", "--fmad=true"), 1, 1, r, a, a, c);
        assertEquals(Math.fma(a, a, c), gpu.download(r, 1)[0]);
    }

    private void assertFault(String status, String message) {
        CudaException fault = assertThrows(CudaException.class, gpu::synchronize);
        assertEquals(status, fault.getMessage());
        assertTrue(cuda.lastFault().contains(message), cuda.lastFault());
    }

    /** 0, by, 2 * by, … */
    private static float[] sequence(int count, int by) {
        float[] values = new float[count];
        IntStream.range(0, count).forEach(i -> values[i] = by * i);
        return values;
    }
}
