package org.neocog.cuda;

/**
 * {@code C = op(A) · op(B)}, or {@code C += …}, for {@code count} triples of row-major matrices: C is m x n, op(A) m x k,
 * op(B) k x n, and op the transpose or nothing. cuBLAS does these.
 *
 * @param add whether the product is added to C
 */
record MatrixProduct(int m, int n, int k, Matrix a, Matrix b, Matrix c, boolean add, int count) implements Command {
    /**
     * @param rowLength elements from one row to the next, as stored
     * @param stride elements from one of the matrices to the next; 0 if all products use the same
     */
    record Matrix(Place place, boolean transposed, int rowLength, long stride) {
        static Matrix plain(Place place, int rowLength, long stride) {
            return new Matrix(place, false, rowLength, stride);
        }

        static Matrix transposed(Place place, int rowLength, long stride) {
            return new Matrix(place, true, rowLength, stride);
        }
    }
}
