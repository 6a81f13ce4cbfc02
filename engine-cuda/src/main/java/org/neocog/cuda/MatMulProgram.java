package org.neocog.cuda;

import java.util.List;
import org.neocog.cuda.MatrixProduct.Matrix;
import org.neocog.graph.MatMul;
import org.neocog.tensor.Shape;

/** A matrix product is cuBLAS's. */
final class MatMulProgram {
    private MatMulProgram() {}

    static Program of(MatMul op, Shape a, Shape b, Shape c) {
        int k = a.dim(op.transposeA() ? 0 : 1);
        MatrixProduct product = new MatrixProduct(
                c.dim(0), c.dim(1), k,
                new Matrix(Place.input(0), op.transposeA(), a.dim(1), 0),
                new Matrix(Place.input(1), op.transposeB(), b.dim(1), 0),
                Matrix.plain(Place.OUTPUT, c.dim(1), 0), false, 1);
        return new Program(List.of(product), 0, "cuBLAS");
    }
}
