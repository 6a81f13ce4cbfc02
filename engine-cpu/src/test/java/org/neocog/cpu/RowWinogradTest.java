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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.neocog.graph.Axis;
import org.neocog.graph.Conv2dGeometry;
import org.neocog.graph.Remainder;
import org.neocog.graph.Window;
import org.neocog.tensor.Shape;

/** Winograd's way along the rows against im2col and against sums in double precision, pass by pass. */
final class RowWinogradTest {
    private static final Gemm GEMM = GemmLibrary.load().gemm();

    /** One convolution: filters of taps x taps, N x C x H x W, K filters, padding above, below, left, right. */
    private static Conv2dGeometry geometry(
            int taps, int n, int c, int h, int w, int k, int top, int bottom, int left, int right) {
        Window window =
                new Window(new Axis(taps, 1, top, bottom, 1), new Axis(taps, 1, left, right, 1), Remainder.FORBID);
        return Conv2dGeometry.of(Shape.of(n, c, h, w), Shape.of(k, c, taps, taps), window, 1);
    }

    @ParameterizedTest
    @CsvSource({
        "5, 8, 16, 14, 14, 16, 2, 2, 2, 2",
        "5, 33, 17, 5, 3, 19, 2, 2, 2, 2",
        "5, 1, 16, 9, 131, 16, 2, 2, 2, 2",
        "5, 11, 16, 1, 13, 18, 4, 4, 4, 4",
        "5, 40, 16, 6, 5, 16, 0, 0, 0, 0",
        "5, 9, 20, 13, 15, 16, 0, 4, 4, 0",
        "5, 9, 16, 13, 15, 33, 4, 0, 1, 3",
        "5, 130, 16, 3, 4, 16, 1, 2, 3, 2",
        "5, 10, 16, 4, 14, 16, 2, 7, 2, 6",
        "5, 6, 6, 14, 14, 4, 0, 0, 0, 0",
        "5, 1, 64, 70, 150, 24, 2, 2, 2, 2",
        "3, 12, 16, 14, 14, 16, 1, 1, 1, 1",
        "3, 50, 17, 3, 3, 19, 1, 1, 1, 1",
        "3, 1, 16, 9, 197, 16, 1, 1, 1, 1",
        "3, 17, 16, 1, 7, 18, 2, 2, 2, 2",
        "3, 48, 16, 5, 6, 16, 0, 0, 0, 0",
        "3, 13, 20, 11, 15, 16, 0, 2, 2, 0",
        "3, 130, 16, 4, 4, 16, 1, 0, 0, 1",
        "3, 64, 128, 4, 4, 96, 1, 1, 1, 1",
        "3, 20, 16, 4, 13, 16, 1, 5, 0, 4",
        "3, 1, 64, 150, 220, 16, 1, 1, 1, 1"
    })
    void givesWhatIm2colGivesInEveryPass(
            int taps, int n, int c, int h, int w, int k, int top, int bottom, int left, int right) {
        Conv2dGeometry g = geometry(taps, n, c, h, w, k, top, bottom, left, right);
        assertTrue(RowWinogradTiles.suits(g));
        compareWithIm2col(g);
    }

    /** Too few channels or columns to gain anything, and other shapes that vectors do not fit. */
    @ParameterizedTest
    @CsvSource({
        "5, 1, 1, 5, 5, 1, 0, 0, 0, 0",
        "5, 1, 1, 1, 1, 1, 2, 2, 2, 2",
        "5, 1, 1, 1, 1, 1, 4, 4, 4, 4",
        "5, 2, 1, 7, 17, 3, 0, 0, 0, 0",
        "5, 3, 2, 6, 7, 1, 0, 0, 0, 30",
        "5, 1, 3, 6, 7, 2, 1, 40, 4, 90",
        "5, 2, 3, 40, 1, 2, 4, 9, 4, 8",
        "5, 5, 7, 9, 33, 5, 3, 1, 1, 0",
        "5, 1, 2, 3, 2100, 3, 2, 2, 2, 2",
        "5, 97, 6, 14, 14, 16, 0, 0, 0, 0",
        "5, 25, 3, 30, 9, 70, 2, 2, 2, 2",
        "5, 3, 300, 3, 5, 260, 2, 2, 2, 2",
        "3, 1, 1, 3, 3, 1, 0, 0, 0, 0",
        "3, 1, 1, 1, 1, 1, 2, 2, 2, 2",
        "3, 2, 1, 4, 18, 2, 0, 0, 0, 0",
        "3, 3, 2, 5, 6, 1, 1, 0, 0, 20",
        "3, 4, 5, 8, 47, 3, 2, 1, 2, 0",
        "3, 1, 4, 2, 2061, 1, 1, 1, 0, 1",
        "3, 33, 1030, 2, 6, 2, 1, 1, 1, 1"
    })
    void givesItAlsoWhereItIsNotChosen(int taps, int n, int c, int h, int w, int k, int top, int bottom, int left, int right) {
        compareWithIm2col(geometry(taps, n, c, h, w, k, top, bottom, left, right));
    }

    private static void compareWithIm2col(Conv2dGeometry g) {
        CpuBuffer x = random("x", g.x());
        CpuBuffer weights = random("w", g.w());
        CpuBuffer bias = random("b", Shape.of(g.filters()));
        CpuBuffer dy = random("dy", g.y());
        try (WorkerPool pool = new WorkerPool(2)) {
            float[] y = run(new Conv2dKernel(pool, GEMM, g, true), g.y(), x, weights, bias);
            float[] dx = run(new Conv2dInputGradKernel(pool, GEMM, g), g.x(), dy, weights);
            float[] dw = run(new Conv2dWeightGradKernel(pool, RowProducts.by(GEMM), g), g.w(), x, dy);
            for (WinogradTools tools : tools(pool)) {
                assertNear(y, run(RowWinogradConvolution.forward(tools, g, true), g.y(), x, weights, bias), 2e-5);
                assertNear(dx, run(RowWinogradConvolution.inputGradient(tools, g), g.x(), dy, weights), 2e-5);
                assertNear(dw, run(new RowWinogradWeightGrad(tools, g), g.w(), x, dy), 2e-5);
            }
        }
    }

    /** With loops in Java and the library's products, and with machine code where this machine can run it. */
    private static List<WinogradTools> tools(WorkerPool pool) {
        return Vectors.codes().stream()
                .map(code -> new WinogradTools(pool, new WorkerScratch(pool.workers()), GEMM, code))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"5, 8, 16, 14, 14, 16", "5, 300, 16, 6, 7, 16", "5, 1, 16, 130, 260, 16", "3, 70, 32, 8, 8, 16"})
    void givesTheSameBitsOnAnyNumberOfThreads(int taps, int n, int c, int h, int w, int k) {
        int pad = taps / 2;
        Conv2dGeometry g = geometry(taps, n, c, h, w, k, pad, pad, pad, pad);
        CpuBuffer x = random("x", g.x());
        CpuBuffer weights = random("w", g.w());
        CpuBuffer dy = random("dy", g.y());
        List<float[]> forward = new ArrayList<>();
        List<float[]> toInput = new ArrayList<>();
        List<float[]> toFilters = new ArrayList<>();
        for (int threads : new int[] {1, 2, 5}) {
            try (WorkerPool pool = new WorkerPool(threads)) {
                for (WinogradTools tools : tools(pool)) {
                    forward.add(run(RowWinogradConvolution.forward(tools, g, false), g.y(), x, weights));
                    toInput.add(run(RowWinogradConvolution.inputGradient(tools, g), g.x(), dy, weights));
                    toFilters.add(run(new RowWinogradWeightGrad(tools, g), g.w(), x, dy));
                }
            }
        }
        int ways = forward.size() / 3;
        for (int i = ways; i < forward.size(); i++) {
            assertArrayEquals(forward.get(i % ways), forward.get(i));
            assertArrayEquals(toInput.get(i % ways), toInput.get(i));
            assertArrayEquals(toFilters.get(i % ways), toFilters.get(i));
        }
    }

    /** {@code <conv(x), dy> = <x, input gradient> = <w, filters' gradient>}. */
    @ParameterizedTest
    @CsvSource({
        "5, 8, 32, 14, 14, 64, 2, 1.0e-6",
        "5, 9, 24, 11, 13, 40, 0, 1.0e-6",
        "5, 7, 16, 17, 18, 96, 4, 1.0e-6",
        "3, 12, 64, 14, 14, 32, 1, 0.6e-6",
        "3, 16, 128, 8, 8, 33, 2, 0.6e-6"
    })
    void hasTheErrorsOfSinglePrecisionAndAdjointPasses(
            int taps, int n, int c, int h, int w, int k, int pad, double error) {
        Conv2dGeometry g = geometry(taps, n, c, h, w, k, pad, pad, pad, pad);
        CpuBuffer x = random("x", g.x());
        CpuBuffer weights = random("w", g.w());
        CpuBuffer dy = random("dy", g.y());
        try (WorkerPool pool = new WorkerPool(2)) {
            double[] wanted = convolution(g, floats(x), floats(weights));
            for (WinogradTools tools : tools(pool)) {
                adjoint(tools, g, x, weights, dy, wanted, error);
            }
        }
    }

    private static void adjoint(
            WinogradTools tools, Conv2dGeometry g, CpuBuffer x, CpuBuffer weights, CpuBuffer dy, double[] wanted, double error) {
        float[] y = run(RowWinogradConvolution.forward(tools, g, false), g.y(), x, weights);
        double errors = 0;
        double squares = 0;
        for (int i = 0; i < y.length; i++) {
            errors += (y[i] - wanted[i]) * (y[i] - wanted[i]);
            squares += wanted[i] * wanted[i];
        }
        assertEquals(0, Math.sqrt(errors / squares), error);
        double product = dot(y, floats(dy));
        double scale = Math.sqrt(squares) * Math.sqrt(dot(floats(dy), floats(dy)));
        float[] dx = run(RowWinogradConvolution.inputGradient(tools, g), g.x(), dy, weights);
        assertEquals(0, (dot(floats(x), dx) - product) / scale, 1e-7);
        float[] dw = run(new RowWinogradWeightGrad(tools, g), g.w(), x, dy);
        assertEquals(0, (dot(floats(weights), dw) - product) / scale, 1e-7);
    }

    @Test
    void isNotChosenForOtherWindowsFewChannelsOrFewImages() {
        assertTrue(RowWinogradTiles.suits(geometry(5, 100, 32, 14, 14, 64, 2, 2, 2, 2)));
        assertFalse(RowWinogradTiles.suits(geometry(5, 100, 1, 28, 28, 32, 2, 2, 2, 2)));
        assertFalse(RowWinogradTiles.suits(geometry(5, 2, 32, 14, 14, 64, 2, 2, 2, 2)));
        assertFalse(RowWinogradTiles.suits(geometry(5, 4, 256, 12, 12, 256, 2, 2, 2, 2)));
        assertFalse(RowWinogradTiles.suits(geometry(5, 100, 32, 14, 14, 64, 2, 2, 5, 2)));
        assertTrue(RowWinogradTiles.suits(geometry(3, 64, 64, 32, 32, 64, 1, 1, 1, 1)));
        assertFalse(RowWinogradTiles.suits(geometry(3, 64, 8, 32, 32, 64, 1, 1, 1, 1)));
        assertFalse(RowWinogradTiles.suits(geometry(3, 4, 512, 14, 14, 512, 1, 1, 1, 1)));
        Axis five = Axis.of(5, 1, 2);
        assertFalse(RowWinogradTiles.suits(Conv2dGeometry.of(
                Shape.of(8, 32, 14, 14), Shape.of(64, 16, 5, 5), new Window(five, five), 2)));
        assertFalse(RowWinogradTiles.suits(Conv2dGeometry.of(
                Shape.of(8, 32, 14, 14), Shape.of(64, 32, 5, 3), new Window(five, Axis.of(3, 1, 1)), 1)));
        assertFalse(RowWinogradTiles.suits(Conv2dGeometry.of(
                Shape.of(8, 32, 5, 14, 14), Shape.of(64, 32, 5, 5, 5), Window.volume(five, five, five), 1)));
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    private static double[] convolution(Conv2dGeometry g, float[] x, float[] w) {
        int taps = g.window().width().kernel();
        int area = taps * taps;
        int top = g.window().height().padBefore();
        int left = g.window().width().padBefore();
        double[] y = new double[g.y().elements()];
        for (int map = 0; map < g.batch() * g.filters(); map++) {
            for (int c = 0; c < g.channels(); c++) {
                int from = (map / g.filters() * g.channels() + c) * g.inputPositions();
                for (int element = 0; element < area; element++) {
                    double weight = w[(map % g.filters() * g.channels() + c) * area + element];
                    int down = element / taps - top;
                    int right = element % taps - left;
                    for (int p = Math.max(0, -down); p < Math.min(g.outHeight(), g.height() - down); p++) {
                        for (int q = Math.max(0, -right); q < Math.min(g.outWidth(), g.width() - right); q++) {
                            y[(map * g.outHeight() + p) * g.outWidth() + q] +=
                                    weight * x[from + (p + down) * g.width() + q + right];
                        }
                    }
                }
            }
        }
        return y;
    }
}
