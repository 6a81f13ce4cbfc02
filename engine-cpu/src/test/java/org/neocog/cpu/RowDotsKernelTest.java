package org.neocog.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.neocog.graph.MatMul;
import org.neocog.tensor.Shape;

/** Fully-connected layers in machine code, cut into tasks and calls, against products in Java. */
final class RowDotsKernelTest {
    private static final MatMul LINEAR = new MatMul(false, true);

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1", "1, 1000, 15", "2, 7, 17", "3, 1000, 16", "4, 1000, 3136", "5, 7, 3136", "6, 1, 17", "7, 1000, 1", "8, 999, 517",
        "9, 1000, 3136", "1, 3, 140000", "100, 10, 1024", "128, 84, 120", "37, 500, 1999", "300, 130, 1100", "700, 1, 64"
    })
    void multipliesWithTheSameBitsForAnyNumberOfThreads(int rows, int columns, int terms) {
        CpuBuffer x = KernelRuns.random("x", Shape.of(rows, terms));
        CpuBuffer w = KernelRuns.random("w", Shape.of(columns, terms));
        float[] wanted = new float[rows * columns];
        new JavaGemm().sgemm(
                false, true, rows, columns, terms, 1, x.floats(), x.offset(), terms, w.floats(), w.offset(), terms, 0, wanted, 0,
                columns);
        float[] found = run(1, x, w);
        KernelRuns.assertNear(wanted, found, 2e-5);
        assertArrayEquals(found, run(2, x, w));
        assertArrayEquals(found, run(5, x, w));
    }

    @Test
    void givesUpToEightInputsTheBitsOfOneByItself() {
        CpuBuffer w = KernelRuns.random("w", Shape.of(41, 3136));
        CpuBuffer all = KernelRuns.random("x", Shape.of(8, 3136));
        float[] together = run(2, all, w);
        for (int rows = 1; rows < 8; rows++) {
            CpuBuffer some = KernelRuns.random("x", Shape.of(rows, 3136));
            System.arraycopy(all.floats(), all.offset(), some.floats(), some.offset(), some.elements());
            assertArrayEquals(Arrays.copyOf(together, 41 * rows), run(2, some, w));
        }
    }

    @Test
    void isChosenForFewInputsOrLongRows() {
        assertEquals("AVX-512", method(LINEAR, Shape.of(1, 5), Shape.of(1, 2000)));
        assertEquals("AVX-512", method(LINEAR, Shape.of(8, 3136), Shape.of(8, 1024)));
        assertEquals("AVX-512", method(LINEAR, Shape.of(100, 3136), Shape.of(100, 1024)));
        assertEquals("AVX-512", method(LINEAR, Shape.of(128, 84), Shape.of(128, 10)));
        String library = new JavaGemm().name();
        assertEquals(library, method(LINEAR, Shape.of(100, 64), Shape.of(100, 1024)));
        assertEquals(library, method(LINEAR, Shape.of(100, 20), Shape.of(100, 10)));
        assertEquals(library, method(LINEAR, Shape.of(1, 1 << 25), Shape.of(1, 1)));
        assertEquals(library, method(LINEAR, Shape.of(2, 1, 64), Shape.of(2, 1, 10)));
        assertEquals(library, method(new MatMul(false, false), Shape.of(1, 64), Shape.of(1, 10)));
        assertEquals(library, method(new MatMul(true, true), Shape.of(64, 1), Shape.of(1, 10)));
    }

    private static String method(MatMul op, Shape a, Shape output) {
        Optional<VectorCode> code = Optional.of(Vectors.orSkip());
        try (WorkerPool pool = new WorkerPool(1)) {
            return MatMulKernel.of(pool, new JavaGemm(), code, op, a, output).method();
        }
    }

    private static float[] run(int threads, CpuBuffer x, CpuBuffer w) {
        Shape result = Shape.of(x.spec().shape().dim(0), w.spec().shape().dim(0));
        try (WorkerPool pool = new WorkerPool(threads)) {
            RowDotsKernel kernel = new RowDotsKernel(pool, Vectors.orSkip().dots(), x.spec().shape(), result);
            return KernelRuns.run(kernel, result, x, w);
        }
    }
}
