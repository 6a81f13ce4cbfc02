package org.neocog.cuda;

import java.util.List;
import org.neocog.cuda.MatrixProduct.Matrix;
import org.neocog.graph.MatMul;
import org.neocog.tensor.Shape;

/** A matrix product, or one for each of a batch, is cuBLAS's. */
final class MatMulProgram {
    private MatMulProgram() {}

    static Program of(MatMul op, Shape a, Shape b, Shape c) {
        int m = c.dim(-2);
        int n = c.dim(-1);
        int k = a.dim(op.transposeA() ? -2 : -1);
        MatrixProduct product = new MatrixProduct(
                m, n, k,
                new Matrix(Place.input(0), op.transposeA(), a.dim(-1), (long) m * k),
                new Matrix(Place.input(1), op.transposeB(), b.dim(-1), (long) k * n),
                Matrix.plain(Place.OUTPUT, n, (long) m * n), false, c.rank() == 3 ? c.dim(0) : 1);
        return new Program(List.of(product), 0, "cuBLAS");
    }
}
