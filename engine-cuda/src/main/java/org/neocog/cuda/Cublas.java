package org.neocog.cuda;

import jcuda.Pointer;
import jcuda.driver.CUstream;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasHandle;
import jcuda.jcublas.cublasMath;
import jcuda.jcublas.cublasOperation;
import jcuda.runtime.cudaStream_t;
import org.neocog.cuda.MatrixProduct.Matrix;
import org.neocog.device.Precision;

/**
 * cuBLAS on a context's stream. With one stream and its default mode, which forbids atomics, it gives the same bits in every
 * run on the same GPU.
 */
final class Cublas implements AutoCloseable {
    private final cublasHandle handle = new cublasHandle();
    private final Pointer one = Pointer.to(new float[] {1});
    private final Pointer zero = Pointer.to(new float[] {0});

    Cublas(CUstream stream, Precision precision) {
        JCublas2.cublasCreate(handle);
        JCublas2.cublasSetStream(handle, new cudaStream_t(stream));
        JCublas2.cublasSetMathMode(handle, switch (precision) {
            case FP32 -> cublasMath.CUBLAS_DEFAULT_MATH;
            case TF32 -> cublasMath.CUBLAS_TF32_TENSOR_OP_MATH;
            case BF16 -> throw new IllegalArgumentException("a GPU does not compute in bf16");
        });
    }

    Launcher launcher(MatrixProduct product) {
        return new ProductLauncher(this, product);
    }

    /**
     * cuBLAS takes matrices by columns. Read so, a row-major matrix is its transpose, and Cᵀ = op(B)ᵀ · op(A)ᵀ: the same
     * product with the operands exchanged.
     */
    void multiply(MatrixProduct p, Pointer a, Pointer b, Pointer c) {
        Matrix left = p.b();
        Matrix right = p.a();
        Pointer beta = p.add() ? one : zero;
        if (p.count() == 1) {
            JCublas2.cublasSgemm(handle, operation(left), operation(right), p.n(), p.m(), p.k(), one,
                    b, left.rowLength(), a, right.rowLength(), beta, c, p.c().rowLength());
        } else {
            JCublas2.cublasSgemmStridedBatched(handle, operation(left), operation(right), p.n(), p.m(), p.k(), one,
                    b, left.rowLength(), left.stride(), a, right.rowLength(), right.stride(), beta,
                    c, p.c().rowLength(), p.c().stride(), p.count());
        }
    }

    private static int operation(Matrix matrix) {
        return matrix.transposed() ? cublasOperation.CUBLAS_OP_T : cublasOperation.CUBLAS_OP_N;
    }

    @Override
    public void close() {
        CudaFailures.ignoring(() -> JCublas2.cublasDestroy(handle));
    }
}
