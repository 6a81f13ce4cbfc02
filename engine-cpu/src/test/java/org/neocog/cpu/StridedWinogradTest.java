package org.neocog.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.neocog.cpu.KernelRuns.assertNear;
import static org.neocog.cpu.KernelRuns.floats;
import static org.neocog.cpu.KernelRuns.random;
import static org.neocog.cpu.KernelRuns.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.neocog.cpu.WinogradTransforms.Biases;
import org.neocog.graph.Axis;
import org.neocog.graph.Conv2dGeometry;
import org.neocog.graph.Remainder;
import org.neocog.graph.Window;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/** Winograd's way at stride 2 against im2col and against sums in double precision, pass by pass. */
final class StridedWinogradTest {
    private static final Gemm GEMM = GemmLibrary.load().gemm();
    private static final double LIMIT = 2e-5;

    private VectorCode code;

    @BeforeEach
    void make() {
        code = Vectors.orSkip();
    }

    /** N x C x H x W, K filters, padding above, below, left, right. */
    private static Conv2dGeometry geometry(
            int n, int c, int h, int w, int k, int top, int bottom, int left, int right) {
        Window window = new Window(new Axis(3, 2, top, bottom, 1), new Axis(3, 2, left, right, 1), Remainder.DROP);
        return Conv2dGeometry.of(Shape.of(n, c, h, w), Shape.of(k, c, 3, 3), window, 1);
    }

    private static Conv2dGeometry geometry(int n, int c, int h, int w, int k) {
        return geometry(n, c, h, w, k, 1, 1, 1, 1);
    }

    private WinogradTools tools(WorkerPool pool) {
        return new WinogradTools(pool, new WorkerScratch(pool.workers()), GEMM, Optional.of(code));
    }

    @ParameterizedTest
    @CsvSource({
        "8, 64, 32, 32, 32, 1, 1, 1, 1",
        "8, 16, 8, 8, 16, 1, 1, 1, 1",
        "8, 33, 9, 7, 35, 1, 1, 1, 1",
        "9, 16, 8, 10, 17, 1, 0, 1, 0",
        "5, 20, 17, 18, 16, 0, 0, 0, 0",
        "5, 20, 18, 17, 16, 0, 0, 0, 0",
        "8, 16, 9, 9, 16, 0, 0, 0, 0",
        "3, 24, 13, 25, 16, 2, 2, 2, 2",
        "3, 16, 25, 13, 19, 2, 1, 2, 0",
        "4, 17, 14, 15, 16, 0, 2, 0, 2",
        "4, 17, 15, 14, 16, 0, 1, 2, 1",
        "4, 16, 16, 16, 16, 2, 0, 0, 2",
        "4, 16, 16, 16, 18, 1, 2, 1, 2",
        "2, 16, 8, 24, 16, 1, 2, 1, 2",
        "40, 16, 3, 2, 16, 1, 1, 1, 1",
        "40, 16, 1, 1, 16, 1, 1, 1, 1",
        "40, 16, 1, 1, 16, 2, 2, 2, 2",
        "33, 130, 4, 4, 150, 1, 1, 1, 1",
        "8, 260, 8, 8, 290, 1, 1, 1, 1",
        "8, 256, 8, 8, 256, 1, 1, 1, 1",
        "16, 192, 7, 8, 160, 1, 1, 1, 0",
        "2, 131, 23, 26, 200, 0, 1, 1, 0",
        "1, 192, 70, 61, 160, 1, 1, 1, 1",
        "17, 176, 5, 6, 210, 0, 2, 2, 1",
        "1, 32, 3, 1023, 32, 1, 1, 1, 1",
        "1, 40, 90, 130, 24, 1, 1, 1, 1"
    })
    void givesWhatIm2colGivesInEveryPass(int n, int c, int h, int w, int k, int top, int bottom, int left, int right) {
        compareWithIm2col(geometry(n, c, h, w, k, top, bottom, left, right));
    }

    /** Too few channels or tiles to gain anything. */
    @ParameterizedTest
    @CsvSource({
        "1, 1, 3, 3, 1, 0, 0, 0, 0", "1, 1, 1, 1, 1, 1, 1, 1, 1", "2, 3, 5, 4, 2, 2, 2, 2, 2", "1, 2, 8, 9, 3, 1, 0, 0, 1",
        "3, 1, 40, 3, 5, 0, 2, 1, 2", "1, 5, 6, 90, 7, 2, 0, 2, 1"
    })
    void givesItAlsoWhereItIsNotChosen(int n, int c, int h, int w, int k, int top, int bottom, int left, int right) {
        compareWithIm2col(geometry(n, c, h, w, k, top, bottom, left, right));
    }

    private void compareWithIm2col(Conv2dGeometry g) {
        CpuBuffer x = random("x", g.x());
        CpuBuffer weights = random("w", g.w());
        CpuBuffer bias = random("b", Shape.of(g.filters()));
        CpuBuffer dy = random("dy", g.y());
        try (WorkerPool pool = new WorkerPool(2)) {
            WinogradTools tools = tools(pool);
            assertNear(
                    run(new Conv2dKernel(pool, GEMM, g, true), g.y(), x, weights, bias),
                    run(WinogradConvolution.forward(tools, g, true), g.y(), x, weights, bias), LIMIT);
            assertNear(
                    run(new Conv2dInputGradKernel(pool, GEMM, g), g.x(), dy, weights),
                    run(WinogradConvolution.inputGradient(tools, g), g.x(), dy, weights), LIMIT);
            assertNear(
                    run(new Conv2dWeightGradKernel(pool, RowProducts.by(GEMM), g), g.w(), x, dy),
                    run(new WinogradWeightGrad(tools, g), g.w(), x, dy), LIMIT);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, 32, 20, 20, 32", "9, 32, 7, 7, 32", "40, 32, 8, 8, 32", "9, 200, 14, 18, 180", "8, 170, 8, 8, 181",
        "8, 192, 8, 8, 192", "1, 200, 90, 80, 190"
    })
    void givesTheSameBitsOnAnyNumberOfThreads(int n, int c, int h, int w, int k) {
        Conv2dGeometry g = geometry(n, c, h, w, k);
        CpuBuffer x = random("x", g.x());
        CpuBuffer weights = random("w", g.w());
        CpuBuffer dy = random("dy", g.y());
        List<float[]> forward = new ArrayList<>();
        List<float[]> toInput = new ArrayList<>();
        List<float[]> toFilters = new ArrayList<>();
        for (int threads : new int[] {1, 2, 5}) {
            try (WorkerPool pool = new WorkerPool(threads)) {
                WinogradTools tools = tools(pool);
                forward.add(run(WinogradConvolution.forward(tools, g, false), g.y(), x, weights));
                toInput.add(run(WinogradConvolution.inputGradient(tools, g), g.x(), dy, weights));
                toFilters.add(run(new WinogradWeightGrad(tools, g), g.w(), x, dy));
            }
        }
        for (List<float[]> results : List.of(forward, toInput, toFilters)) {
            assertArrayEquals(results.get(0), results.get(1));
            assertArrayEquals(results.get(0), results.get(2));
        }
    }

    /** {@code <conv(x), dy> = <x, input gradient> = <w, filters' gradient>}; the error is that of 3 taps along the rows. */
    @ParameterizedTest
    @CsvSource({"8, 64, 32, 32, 32", "12, 128, 15, 14, 40", "16, 256, 8, 8, 33"})
    void hasTheErrorsOfSinglePrecisionAndAdjointPasses(int n, int c, int h, int w, int k) {
        Conv2dGeometry g = geometry(n, c, h, w, k);
        CpuBuffer x = random("x", g.x());
        CpuBuffer weights = random("w", g.w());
        CpuBuffer dy = random("dy", g.y());
        try (WorkerPool pool = new WorkerPool(2)) {
            WinogradTools tools = tools(pool);
            float[] wanted = new PlainConvolution(g).forward(x, weights);
            float[] y = run(WinogradConvolution.forward(tools, g, false), g.y(), x, weights);
            double errors = 0;
            for (int i = 0; i < y.length; i++) {
                errors += Math.pow((double) y[i] - wanted[i], 2);
            }
            assertEquals(0, Math.sqrt(errors / dot(wanted, wanted)), 0.6e-6);
            double product = dot(y, floats(dy));
            double scale = Math.sqrt(dot(wanted, wanted)) * Math.sqrt(dot(floats(dy), floats(dy)));
            float[] dx = run(WinogradConvolution.inputGradient(tools, g), g.x(), dy, weights);
            assertEquals(0, (dot(floats(x), dx) - product) / scale, 1e-7);
            float[] dw = run(new WinogradWeightGrad(tools, g), g.w(), x, dy);
            assertEquals(0, (dot(floats(weights), dw) - product) / scale, 1e-7);
        }
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    @Test
    void isNotChosenForOtherWindowsFewChannelsOrTiles() {
        assertTrue(WinogradTiles.suitsStrided(geometry(8, 64, 8, 8, 64)));
        assertTrue(WinogradTiles.suitsStrided(geometry(8, 8, 14, 26, 8)));
        assertFalse(WinogradTiles.suitsStrided(geometry(8, 8, 18, 18, 8)));
        assertFalse(WinogradTiles.suitsStrided(geometry(7, 64, 8, 8, 64)));
        assertFalse(WinogradTiles.suitsStrided(geometry(8, 7, 32, 32, 64)));
        assertFalse(WinogradTiles.suitsStrided(geometry(8, 64, 32, 32, 7)));
        assertFalse(WinogradTiles.suitsStrided(geometry(2, 64, 8, 1026, 64)));
        assertFalse(WinogradTiles.suitsStrided(geometry(8, 64, 32, 32, 64, 1, 3, 1, 1)));
        assertFalse(WinogradTiles.suitsStrided(geometry(8, 64, 32, 32, 64, 1, 1, 3, 1)));
        assertFalse(suits(new Axis(3, 2, 1, 1, 2), Axis.of(3, 2, 1), 1));
        assertFalse(suits(Axis.of(3, 1, 1), Axis.of(3, 2, 1), 1));
        assertFalse(suits(Axis.of(3, 2, 1), Axis.of(5, 2, 2), 1));
        assertFalse(suits(Axis.of(3, 2, 1), Axis.of(3, 2, 1), 2));
        Axis axis = Axis.of(3, 2, 1);
        assertFalse(WinogradTiles.suitsStrided(Conv2dGeometry.of(
                Shape.of(8, 32, 9, 9, 9), Shape.of(32, 32, 3, 3, 3), Window.volume(axis, axis, axis), 1)));
    }

    private static boolean suits(Axis height, Axis width, int groups) {
        Window window = new Window(height, width, Remainder.DROP);
        return WinogradTiles.suitsStrided(Conv2dGeometry.of(
                Shape.of(8, 64, 32, 32), Shape.of(64, 64 / groups, height.kernel(), width.kernel()), window, groups));
    }

    @Test
    void refusesWhatLiesOutsideOfImagesAndMatrices() {
        Conv2dGeometry g = geometry(2, 16, 16, 16, 20);
        for (WinogradTiles tiles : List.of(WinogradTiles.forward(g), WinogradTiles.inputGradient(g))) {
            StridedTileVectors vectors = new StridedTileVectors(code.strided(), new WorkerScratch(1), tiles);
            CpuBuffer x = empty(2 * tiles.inChannels() * tiles.inHeight() * tiles.inWidth());
            CpuBuffer y = empty(2 * tiles.outChannels() * tiles.outHeight() * tiles.outWidth());
            CpuBuffer v = empty(tiles.inputElements());
            CpuBuffer m = empty(tiles.outputElements());
            int in = WinogradTiles.stride(tiles.inChannels(), tiles.columns(0));
            int out = WinogradTiles.stride(tiles.outChannels(), tiles.columns(0));
            assertRefuses(() -> vectors.input(empty(x.elements() - 1), 0, 0, 1, 0, v, 0, in));
            assertRefuses(() -> vectors.input(x, 0, tiles.inChannels(), 1, 0, v, 0, in));
            assertRefuses(() -> vectors.input(x, 0, -1, 1, 0, v, 0, in));
            assertRefuses(() -> vectors.input(x, 0, 0, 1, 0, v, in, in));
            assertRefuses(() -> vectors.input(x, 0, 0, 1, 0, v, -1, in));
            assertRefuses(() -> vectors.output(m, out, out, 0, 0, 1, Biases.NONE, 0, y));
            assertRefuses(() -> vectors.output(m, 0, out, 0, 1, tiles.outChannels(), Biases.NONE, 0, y));
            assertRefuses(() -> vectors.output(m, 0, out, 0, 0, 1, Biases.NONE, 0, empty(y.elements() - 1)));
            assertRefuses(() -> vectors.outputGradient(empty(y.elements() - 1), 0, 0, 1, 0, m, 0, out));
            assertRefuses(() -> vectors.outputGradient(y, 0, 0, 1, 0, m, out, out));
        }
    }

    private static CpuBuffer empty(int elements) {
        return new CpuBuffer(TensorSpec.f32(elements), new AtomicLong());
    }

    private static void assertRefuses(Executable call) {
        assertThrows(IndexOutOfBoundsException.class, call);
    }
}
