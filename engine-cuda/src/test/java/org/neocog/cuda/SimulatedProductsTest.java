package org.neocog.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import jcuda.CudaException;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasHandle;
import jcuda.jcublas.cublasOperation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** cuBLAS's products against sums in double precision. */
class SimulatedProductsTest {
    private final cublasHandle handle = new cublasHandle();
    private final Random random = new Random(7);
    private SimulatedCuda cuda;
    private SimulatedGpu gpu;

    @BeforeEach
    void open() {
        cuda = SimulatedCuda.use();
        gpu = new SimulatedGpu();
        JCublas2.cublasCreate(handle);
    }

    @AfterEach
    void close() {
        if (gpu != null) {
            JCublas2.cublasDestroy(handle);
            gpu.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, false, false", "3, 5, 7, false, false", "3, 5, 7, true, false", "3, 5, 7, false, true",
        "3, 5, 7, true, true", "257, 193, 385, false, false", "300, 200, 800, true, true", "33, 13, 769, false, true",
        "64, 12, 384, true, false"
    })
    void multipliesAsCublasDoes(int m, int n, int k, boolean transA, boolean transB) {
        int lda = (transA ? k : m) + 2;
        int ldb = (transB ? n : k) + 1;
        int ldc = m + 3;
        float[] a = numbers(lda * (transA ? m : k));
        float[] b = numbers(ldb * (transB ? k : n));
        float[] c = numbers(ldc * n);
        float[] expected = c.clone();
        for (int j = 0; j < n; j++) {
            for (int i = 0; i < m; i++) {
                double sum = 0;
                for (int l = 0; l < k; l++) {
                    sum += (double) (transA ? a[l + i * lda] : a[i + l * lda]) * (transB ? b[j + l * ldb] : b[l + j * ldb]);
                }
                expected[i + j * ldc] = (float) (0.5 * sum - 2.0 * c[i + j * ldc]);
            }
        }
        CUdeviceptr result = gpu.upload(c);
        JCublas2.cublasSgemm(handle, operation(transA), operation(transB), m, n, k, Pointer.to(new float[] {0.5f}),
                gpu.upload(a), lda, gpu.upload(b), ldb, Pointer.to(new float[] {-2}), result, ldc);
        assertArrayEquals(expected, gpu.download(result, c.length), 1e-4f);
    }

    @Test
    void doesNotReadWhatItOverwrites() {
        CUdeviceptr c = gpu.allocate(4);
        JCublas2.cublasSgemm(handle, 0, 0, 1, 1, 1, Pointer.to(new float[] {1}), gpu.upload(3), 1, gpu.upload(4), 1,
                Pointer.to(new float[] {0}), c, 1);
        assertArrayEquals(new float[] {12}, gpu.download(c, 1));
    }

    @Test
    void multipliesABatchWithStrides() {
        CUdeviceptr c = gpu.allocate(3 * 4);
        // One matrix A for all, as a stride of 0 says.
        JCublas2.cublasSgemmStridedBatched(handle, 0, 0, 1, 1, 2, Pointer.to(new float[] {1}), gpu.upload(1, 10), 1, 0,
                gpu.upload(1, 2, 3, 4, 5, 6), 2, 2, Pointer.to(new float[] {0}), c, 1, 1, 3);
        assertArrayEquals(new float[] {21, 43, 65}, gpu.download(c, 3));
    }

    @Test
    void multipliesAMatrixWithAVector() {
        CUdeviceptr y = gpu.upload(1, 1);
        // Columns (1, 2), (3, 4), (5, 6).
        JCublas2.cublasSgemv(handle, 0, 2, 3, Pointer.to(new float[] {1}), gpu.upload(1, 2, 3, 4, 5, 6), 2,
                gpu.upload(1, 10, 100), 1, Pointer.to(new float[] {1}), y, 1);
        assertArrayEquals(new float[] {532, 643}, gpu.download(y, 2));
    }

    @Test
    void givesTheSameBitsEveryTime() {
        CUdeviceptr a = gpu.upload(numbers(500 * 700));
        CUdeviceptr b = gpu.upload(numbers(700 * 300));
        float[] first = square(a, b);
        for (int i = 0; i < 5; i++) {
            assertArrayEquals(first, square(a, b));
        }
    }

    private float[] square(CUdeviceptr a, CUdeviceptr b) {
        CUdeviceptr c = gpu.allocate(500 * 300 * 4);
        JCublas2.cublasSgemm(handle, 0, 0, 500, 300, 700, Pointer.to(new float[] {1}), a, 500, b, 700,
                Pointer.to(new float[] {0}), c, 500);
        return gpu.download(c, 500 * 300);
    }

    @Test
    void namesTheOperandThatIsTooSmall() {
        CUdeviceptr a = gpu.upload(1, 2, 3);
        JCublas2.cublasSgemm(handle, 0, 0, 2, 2, 2, Pointer.to(new float[] {1}), a, 2, gpu.allocate(16), 2,
                Pointer.to(new float[] {0}), gpu.allocate(16), 2);
        assertThrows(CudaException.class, gpu::synchronize);
        assertTrue(cuda.lastFault().startsWith("cublasSgemm: A: "), cuda.lastFault());
        assertTrue(cuda.lastFault().contains("device allocation 1 (12 bytes"), cuda.lastFault());
    }

    @Test
    void refusesALeadingDimensionThatCannotBe() {
        CUdeviceptr x = gpu.allocate(64);
        CudaException refused = assertThrows(CudaException.class, () -> JCublas2.cublasSgemm(handle, 0, 0, 4, 2, 2,
                Pointer.to(new float[] {1}), x, 3, x, 2, Pointer.to(new float[] {0}), x, 4));
        assertEquals("CUBLAS_STATUS_INVALID_VALUE", refused.getMessage());
    }

    private float[] numbers(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        return values;
    }

    private static int operation(boolean transposed) {
        return transposed ? cublasOperation.CUBLAS_OP_T : cublasOperation.CUBLAS_OP_N;
    }
}
