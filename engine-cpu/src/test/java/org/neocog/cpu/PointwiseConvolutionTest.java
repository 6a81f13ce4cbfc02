package org.neocog.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.neocog.cpu.KernelRuns.assertNear;
import static org.neocog.cpu.KernelRuns.random;
import static org.neocog.cpu.KernelRuns.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.neocog.graph.Axis;
import org.neocog.graph.Conv2dGeometry;
import org.neocog.graph.Remainder;
import org.neocog.graph.Window;
import org.neocog.tensor.Shape;

/** 1x1 convolutions with maps side by side, with and without strides, against sums term by term. */
final class PointwiseConvolutionTest {
    private static final Gemm GEMM = GemmLibrary.load().gemm();
    private static final double LIMIT = 2e-6;

    private static Conv2dGeometry geometry(int n, int c, int h, int w, int k, int down, int across) {
        Window window = new Window(Axis.of(1, down, 0), Axis.of(1, across, 0), Remainder.DROP);
        return Conv2dGeometry.of(Shape.of(n, c, h, w), Shape.of(k, c, 1, 1), window, 1);
    }

    @ParameterizedTest
    @CsvSource({
        "8, 3, 7, 7, 5, 1, 1",
        "3, 65, 5, 9, 130, 2, 2",
        "1, 4, 6, 5, 3, 2, 3",
        "5, 2, 1, 1, 3, 1, 1",
        "2, 3, 2, 2, 4, 2, 2",
        "3, 3, 1, 1, 4, 2, 2",
        "20, 7, 14, 14, 9, 1, 1",
        "9, 70, 29, 29, 66, 2, 2",
        "2, 6, 60, 58, 4, 2, 2",
        "1, 5, 9, 11, 4, 1, 2",
        "3, 5, 9, 11, 4, 3, 1",
        "3, 1100, 3, 5, 140, 1, 1"
    })
    void isTheSumOfItsTermsInEveryPass(int n, int c, int h, int w, int k, int down, int across) {
        Conv2dGeometry g = geometry(n, c, h, w, k, down, across);
        PlainConvolution plain = new PlainConvolution(g);
        CpuBuffer x = random("x", g.x());
        CpuBuffer weights = random("w", g.w());
        CpuBuffer dy = random("dy", g.y());
        CpuBuffer bias = random("b", Shape.of(k));
        try (WorkerPool pool = new WorkerPool(2)) {
            float[] y = plain.forward(x, weights);
            assertNear(y, run(PointwiseConvolution.forward(pool, GEMM, g, false), g.y(), x, weights), LIMIT);
            for (int i = 0; i < y.length; i++) {
                y[i] += KernelRuns.floats(bias)[i / g.positions() % k];
            }
            assertNear(y, run(PointwiseConvolution.forward(pool, GEMM, g, true), g.y(), x, weights, bias), LIMIT);
            assertNear(
                    plain.inputGradient(dy, weights),
                    run(PointwiseConvolution.inputGradient(pool, GEMM, g), g.x(), dy, weights), LIMIT);
            float[] dw = plain.weightGradient(x, dy);
            for (Optional<VectorCode> code : Vectors.codes()) {
                assertNear(dw, run(new WideWeightGrad(pool, new RowProducts(GEMM, code), g), g.w(), x, dy), LIMIT);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"8, 70, 7, 7, 300, 1", "5, 33, 30, 28, 150, 2", "13, 200, 14, 14, 64, 1"})
    void givesTheSameBitsOnAnyNumberOfThreads(int n, int c, int h, int w, int k, int stride) {
        Conv2dGeometry g = geometry(n, c, h, w, k, stride, stride);
        CpuBuffer x = random("x", g.x());
        CpuBuffer weights = random("w", g.w());
        CpuBuffer dy = random("dy", g.y());
        List<float[]> y = new ArrayList<>();
        List<float[]> dx = new ArrayList<>();
        List<float[]> dw = new ArrayList<>();
        for (int threads : new int[] {1, 2, 5}) {
            try (WorkerPool pool = new WorkerPool(threads)) {
                y.add(run(PointwiseConvolution.forward(pool, GEMM, g, false), g.y(), x, weights));
                dx.add(run(PointwiseConvolution.inputGradient(pool, GEMM, g), g.x(), dy, weights));
                dw.add(run(new WideWeightGrad(pool, new RowProducts(GEMM, Vectors.codes().getLast()), g), g.w(), x, dy));
            }
        }
        for (int i = 1; i < y.size(); i++) {
            assertArrayEquals(y.get(0), y.get(i));
            assertArrayEquals(dx.get(0), dx.get(i));
            assertArrayEquals(dw.get(0), dw.get(i));
        }
    }

    /** Eight maps of 7 x 7 are 392 columns, four of 14 x 14 are 784; a block's matrix has at most 2^20 elements. */
    @Test
    void putsSmallMapsSideBySide() {
        assertEquals("8 of 8", images(geometry(8, 512, 7, 7, 2048, 1, 1), 5));
        assertEquals("4 of 4", images(geometry(8, 1024, 14, 14, 256, 1, 1), 5));
        assertEquals("4 of 8", images(geometry(8, 512, 14, 14, 256, 1, 1), 5));
        assertEquals("1 of 4", images(geometry(8, 256, 56, 56, 512, 2, 2), 5));
    }

    @Test
    void workersDoBlocksByThemselvesWhereEachFindsOne() {
        assertEquals("4 of 4", images(geometry(8, 512, 14, 14, 256, 1, 1), 2));
        assertEquals("1 of 1", images(geometry(8, 256, 56, 56, 512, 2, 2), 4));
        assertEquals("1 of 4", images(geometry(8, 256, 56, 56, 512, 2, 2), 6));
    }

    private static String images(Conv2dGeometry g, int workers) {
        try (WorkerPool pool = new WorkerPool(workers)) {
            PointwiseTiles tiles = PointwiseTiles.of(g, true, pool);
            return tiles.wideImages() + " of " + tiles.images();
        }
    }

    @Test
    void rowsAreAnOddNumberOfCacheLines() {
        assertEquals(16, CacheLines.odd(0));
        assertEquals(16, CacheLines.odd(16));
        assertEquals(48, CacheLines.odd(17));
        assertEquals(48, CacheLines.odd(48));
        assertEquals(1040, CacheLines.odd(1024));
    }

    @Test
    void leavesLargeMapsAndFewFiltersAndPaddingAndGroupsToOthers() {
        assertTrue(PointwiseTiles.suits(geometry(8, 256, 14, 14, 256, 1, 1)));
        assertFalse(PointwiseTiles.suits(geometry(8, 256, 28, 28, 256, 1, 1)));
        assertFalse(PointwiseTiles.suits(geometry(8, 64, 14, 14, 64, 1, 1)));
        assertFalse(PointwiseTiles.suits(geometry(1, 256, 14, 14, 256, 1, 1)));
        assertFalse(PointwiseTiles.suits(Conv2dGeometry.of(
                Shape.of(8, 256, 7, 7), Shape.of(256, 256, 1, 1), Window.square(1, 2, 1).with(Remainder.DROP), 1)));
        assertFalse(PointwiseTiles.suits(Conv2dGeometry.of(
                Shape.of(8, 512, 7, 7), Shape.of(512, 256, 1, 1), Window.square(1, 1, 0), 2)));
    }
}
