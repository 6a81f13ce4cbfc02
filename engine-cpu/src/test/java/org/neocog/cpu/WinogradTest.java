package org.neocog.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.neocog.cpu.KernelRuns.assertNear;
import static org.neocog.cpu.KernelRuns.floats;
import static org.neocog.cpu.KernelRuns.random;
import static org.neocog.cpu.KernelRuns.run;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.neocog.graph.Axis;
import org.neocog.graph.Conv2dGeometry;
import org.neocog.graph.Remainder;
import org.neocog.graph.Window;
import org.neocog.tensor.Shape;

/** Winograd's way against im2col, pass by pass, at sizes where it is chosen. */
final class WinogradTest {
    private static final Gemm GEMM = GemmLibrary.load().gemm();
    /**
     * The largest single difference to im2col that is expected. The root mean square of the errors is about 1e-6 of that of the
     * results, since the numbers at the points are larger than these; among some 100,000 results some are 10 times that.
     */
    private static final double LIMIT = 1.5e-5;

    /** One convolution: N x C x H x W, K filters, padding above, below, left, right. */
    private static Conv2dGeometry geometry(int n, int c, int h, int w, int k, int top, int bottom, int left, int right) {
        Window window = new Window(new Axis(3, 1, top, bottom, 1), new Axis(3, 1, left, right, 1), Remainder.FORBID);
        return Conv2dGeometry.of(Shape.of(n, c, h, w), Shape.of(k, c, 3, 3), window, 1);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 32, 14, 14, 32, 1, 1, 1, 1",
        "1, 33, 31, 9, 35, 1, 1, 1, 1",
        "3, 32, 13, 15, 34, 0, 0, 0, 0",
        "5, 40, 7, 7, 32, 1, 1, 1, 1",
        "18, 32, 4, 4, 36, 1, 1, 1, 1",
        "13, 32, 5, 3, 32, 2, 0, 0, 2",
        "2, 32, 12, 11, 32, 2, 1, 1, 2",
        "50, 32, 3, 3, 32, 0, 0, 0, 0",
        "8, 260, 4, 4, 270, 1, 1, 1, 1",
        "8, 256, 4, 4, 256, 1, 1, 1, 1",
        "16, 192, 4, 3, 160, 1, 1, 1, 0",
        "2, 200, 7, 9, 171, 1, 1, 1, 1",
        "15, 131, 4, 3, 190, 1, 0, 0, 1",
        "2, 5, 20, 19, 4, 1, 1, 1, 1",
        "1, 17, 28, 29, 9, 1, 1, 1, 1",
        "9, 4, 12, 11, 70, 0, 2, 1, 1",
        "7, 32, 8, 6, 48, 1, 1, 1, 1",
        "1, 40, 56, 56, 33, 1, 1, 1, 1",
        "2, 192, 21, 18, 160, 1, 1, 1, 1",
        "17, 176, 5, 6, 200, 0, 2, 2, 1",
        "1, 161, 30, 29, 170, 2, 2, 0, 0",
        "2, 32, 9, 32, 32, 1, 1, 0, 0",
        "3, 32, 6, 5, 32, 1, 1, 1, 40",
        "3, 32, 6, 5, 32, 1, 1, 1, 90",
        "2, 32, 6, 5, 32, 1, 1, 0, 90",
        "16, 64, 6, 5, 64, 0, 0, 0, 20",
        "1, 32, 5, 1024, 32, 1, 1, 1, 1",
        "1, 32, 6, 1030, 32, 1, 1, 0, 2"
    })
    void givesWhatIm2colGivesInEveryPass(
            int n, int c, int h, int w, int k, int top, int bottom, int left, int right) {
        Conv2dGeometry g = geometry(n, c, h, w, k, top, bottom, left, right);
        assertTrue(WinogradTiles.suits(g, true));
        try (WorkerPool pool = new WorkerPool(2)) {
            CpuBuffer x = random("x", g.x());
            CpuBuffer weights = random("w", g.w());
            CpuBuffer bias = random("b", Shape.of(k));
            CpuBuffer dy = random("dy", g.y());
            float[] y = run(new Conv2dKernel(pool, GEMM, g, true), g.y(), x, weights, bias);
            float[] dx = run(new Conv2dInputGradKernel(pool, GEMM, g), g.x(), dy, weights);
            float[] dw = run(new Conv2dWeightGradKernel(pool, RowProducts.by(GEMM), g), g.w(), x, dy);
            for (Optional<VectorCode> code : codes()) {
                WinogradTools tools = tools(pool, code);
                assertNear(y, run(WinogradConvolution.forward(tools, g, true), g.y(), x, weights, bias), LIMIT);
                assertNear(dx, run(WinogradConvolution.inputGradient(tools, g), g.x(), dy, weights), LIMIT);
                assertNear(dw, run(new WinogradWeightGrad(tools, g), g.w(), x, dy), LIMIT);
            }
        }
    }

    /** Loops in Java, and machine code where this machine can run it. */
    private static Set<Optional<VectorCode>> codes() {
        return Set.copyOf(List.of(Optional.<VectorCode>empty(), VectorCode.load().code()));
    }

    private static WinogradTools tools(WorkerPool pool, Optional<VectorCode> code) {
        return new WinogradTools(pool, new WorkerScratch(pool.workers()), GEMM, code);
    }

    @ParameterizedTest
    @CsvSource({"1, 32, 20, 20, 32", "9, 32, 7, 7, 32", "40, 32, 4, 4, 32", "9, 200, 7, 9, 180", "8, 170, 4, 4, 181", "8, 192, 4, 4, 192", "1, 260, 52, 51, 256"})
    void givesTheSameBitsOnAnyNumberOfThreads(int n, int c, int h, int w, int k) {
        Conv2dGeometry g = geometry(n, c, h, w, k, 1, 1, 1, 1);
        CpuBuffer x = random("x", g.x());
        CpuBuffer weights = random("w", g.w());
        CpuBuffer dy = random("dy", g.y());
        for (Optional<VectorCode> code : codes()) {
            List<float[]> forward = new ArrayList<>();
            List<float[]> input = new ArrayList<>();
            List<float[]> filters = new ArrayList<>();
            for (int threads : new int[] {1, 2, 5}) {
                try (WorkerPool pool = new WorkerPool(threads)) {
                    WinogradTools tools = tools(pool, code);
                    forward.add(run(WinogradConvolution.forward(tools, g, false), g.y(), x, weights));
                    input.add(run(WinogradConvolution.inputGradient(tools, g), g.x(), dy, weights));
                    filters.add(run(new WinogradWeightGrad(tools, g), g.w(), x, dy));
                }
            }
            for (List<float[]> results : List.of(forward, input, filters)) {
                assertArrayEquals(results.get(0), results.get(1));
                assertArrayEquals(results.get(0), results.get(2));
            }
        }
    }

    @Test
    void isNotChosenForOtherWindowsOrFewChannelsOrTiles() {
        assertFalse(WinogradTiles.suits(geometry(8, 3, 32, 32, 64, 1, 1, 1, 1), true));
        assertTrue(WinogradTiles.suits(geometry(8, 64, 4, 4, 64, 1, 1, 1, 1), true));
        assertFalse(WinogradTiles.suits(geometry(8, 64, 4, 4, 64, 1, 1, 1, 1), false));
        assertFalse(WinogradTiles.suits(geometry(7, 64, 4, 4, 64, 1, 1, 1, 1), true));
        Window strided = Window.square(3, 2, 1).with(Remainder.DROP);
        assertFalse(WinogradTiles.suits(
                Conv2dGeometry.of(Shape.of(8, 16, 32, 32), Shape.of(16, 16, 3, 3), strided, 1), true));
        assertFalse(WinogradTiles.suits(
                Conv2dGeometry.of(Shape.of(8, 16, 32, 32), Shape.of(16, 16, 5, 5), Window.square(5, 1, 2), 1), true));
        assertFalse(WinogradTiles.suits(
                Conv2dGeometry.of(Shape.of(8, 32, 32, 32), Shape.of(32, 16, 3, 3), Window.square(3, 1, 1), 2), true));
    }

    @Test
    void isNotChosenForVolumes() {
        Axis axis = Axis.of(3, 1, 1);
        assertFalse(WinogradTiles.suits(Conv2dGeometry.of(
                Shape.of(2, 32, 8, 16, 16), Shape.of(32, 32, 3, 3, 3), Window.volume(axis, axis, axis), 1), true));
    }

    @ParameterizedTest
    @CsvSource({"13, 64, 37, 30, 64", "13, 64, 10, 30, 64", "50, 64, 4, 4, 64", "3, 64, 300, 20, 64", "5, 256, 300, 200, 256"})
    void cutsEveryTileIntoExactlyOneBlock(int n, int c, int h, int w, int k) {
        WinogradTiles tiles = WinogradTiles.forward(geometry(n, c, h, w, k, 1, 1, 1, 1));
        Set<List<Integer>> seen = new HashSet<>();
        for (int block = 0; block < tiles.blocks().count(); block++) {
            for (int i = 0; i < tiles.blocks().images(block); i++) {
                for (int row = 0; row < tiles.blocks().rows(block); row++) {
                    assertTrue(seen.add(List.of(tiles.blocks().firstImage(block) + i, tiles.blocks().firstRow(block) + row)));
                }
            }
        }
        assertEquals(n * Math.ceilDiv(h, 4), seen.size());
    }

    /** The products are summed in stretches of at most 128 channels, so the error does not grow with their number. */
    @ParameterizedTest
    @ValueSource(ints = {64, 128, 512})
    void roundsLittleMoreThanAPlainSumInFloat32(int channels) {
        Conv2dGeometry g = geometry(4, channels, 8, 8, 64, 1, 1, 1, 1);
        CpuBuffer x = random("x", g.x());
        CpuBuffer weights = random("w", g.w());
        double[] wanted = convolution(g, floats(x), floats(weights));
        try (WorkerPool pool = new WorkerPool(2)) {
            for (Optional<VectorCode> code : codes()) {
                float[] found = run(WinogradConvolution.forward(tools(pool, code), g, false), g.y(), x, weights);
                double errors = 0;
                double squares = 0;
                for (int i = 0; i < wanted.length; i++) {
                    errors += (found[i] - wanted[i]) * (found[i] - wanted[i]);
                    squares += wanted[i] * wanted[i];
                }
                double error = Math.sqrt(errors / squares);
                assertTrue(error < 1.5e-6, "relative error " + error);
            }
        }
    }

    /** By definition, in double precision. */
    private static double[] convolution(Conv2dGeometry g, float[] x, float[] w) {
        int size = g.height();
        double[] y = new double[g.y().elements()];
        for (int i = 0; i < y.length; i++) {
            int column = i % size;
            int row = i / size % size;
            int filter = i / (size * size) % g.filters();
            int image = i / (size * size * g.filters());
            for (int c = 0; c < g.channels(); c++) {
                for (int tap = 0; tap < 9; tap++) {
                    int r = row + tap / 3 - 1;
                    int s = column + tap % 3 - 1;
                    if (r >= 0 && r < size && s >= 0 && s < size) {
                        y[i] += (double) x[((image * g.channels() + c) * size + r) * size + s]
                                * w[(filter * g.channels() + c) * 9 + tap];
                    }
                }
            }
        }
        return y;
    }
}
