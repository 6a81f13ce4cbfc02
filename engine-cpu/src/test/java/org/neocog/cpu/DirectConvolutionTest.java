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

/** Convolutions of few channels in machine code against sums term by term. */
final class DirectConvolutionTest {
    private static final double LIMIT = 2e-6;

    /** N x C x H x W, K filters of R x S, padding above, below, left, right, dilation. */
    private static Conv2dGeometry geometry(
            int n, int c, int h, int w, int k, int r, int s, int top, int bottom, int left, int right, int dilation) {
        Window window = new Window(
                new Axis(r, 1, top, bottom, dilation), new Axis(s, 1, left, right, dilation), Remainder.FORBID);
        return Conv2dGeometry.of(Shape.of(n, c, h, w), Shape.of(k, c, r, s), window, 1);
    }

    @ParameterizedTest
    @CsvSource({
        "4, 1, 28, 28, 6, 5, 5, 2, 2, 2, 2, 1",
        "3, 1, 28, 28, 32, 5, 5, 2, 2, 2, 2, 1",
        "3, 3, 32, 32, 64, 3, 3, 1, 1, 1, 1, 1",
        "2, 3, 17, 13, 7, 3, 3, 1, 1, 1, 1, 1",
        "1, 2, 9, 16, 1, 3, 3, 0, 0, 0, 0, 1",
        "19, 1, 1, 10, 2, 3, 3, 1, 1, 1, 1, 1",
        "2, 1, 12, 31, 3, 7, 7, 3, 3, 3, 3, 1",
        "2, 1, 40, 40, 10, 3, 5, 0, 3, 4, 1, 2",
        "1, 3, 230, 150, 5, 3, 3, 1, 1, 1, 1, 1",
        "5, 2, 5, 30, 4, 5, 5, 4, 4, 4, 4, 1",
        "2, 1, 6, 4, 5, 3, 3, 2, 9, 1, 12, 1",
        "2, 1, 6, 4, 5, 3, 3, 9, 2, 14, 1, 1",
        "1, 1, 3, 1, 9, 3, 3, 1, 1, 17, 17, 1",
        "7, 3, 8, 48, 13, 1, 3, 0, 0, 1, 1, 1",
        "7, 3, 8, 29, 17, 3, 1, 1, 1, 0, 0, 1",
        "2, 3, 11, 33, 12, 5, 5, 2, 2, 2, 2, 1",
        "1, 1, 2, 700, 2, 3, 3, 1, 1, 1, 1, 1"
    })
    void isTheSumOfItsTermsInEveryPass(
            int n, int c, int h, int w, int k, int r, int s, int top, int bottom, int left, int right, int dilation) {
        VectorCode code = Vectors.orSkip();
        Conv2dGeometry g = geometry(n, c, h, w, k, r, s, top, bottom, left, right, dilation);
        PlainConvolution plain = new PlainConvolution(g);
        CpuBuffer x = random("x", g.x());
        CpuBuffer weights = random("w", g.w());
        CpuBuffer dy = random("dy", g.y());
        float[] y = plain.forward(x, weights);
        CpuBuffer bias = random("b", Shape.of(k));
        float[] withBias = y.clone();
        for (int i = 0; i < y.length; i++) {
            withBias[i] += bias.floats()[bias.offset() + i / g.positions() % k];
        }
        try (WorkerPool pool = new WorkerPool(2)) {
            DirectFunctions direct = code.direct();
            assertNear(y, run(new DirectConvolution(pool, direct, g, false), g.y(), x, weights), LIMIT);
            assertNear(withBias, run(new DirectConvolution(pool, direct, g, true), g.y(), x, weights, bias), LIMIT);
            assertNear(plain.weightGradient(x, dy), run(new DirectWeightGrad(pool, direct, g), g.w(), x, dy), LIMIT);
        }
    }

    @ParameterizedTest
    @CsvSource({"5, 3, 60, 40, 9", "37, 1, 28, 28, 6", "1, 2, 300, 260, 16"})
    void givesTheSameBitsOnAnyNumberOfThreads(int n, int c, int h, int w, int k) {
        DirectFunctions direct = Vectors.orSkip().direct();
        Conv2dGeometry g = geometry(n, c, h, w, k, 3, 3, 1, 1, 1, 1, 1);
        CpuBuffer x = random("x", g.x());
        CpuBuffer weights = random("w", g.w());
        CpuBuffer dy = random("dy", g.y());
        List<float[]> y = new ArrayList<>();
        List<float[]> dw = new ArrayList<>();
        for (int threads : new int[] {1, 2, 5}) {
            try (WorkerPool pool = new WorkerPool(threads)) {
                y.add(run(new DirectConvolution(pool, direct, g, false), g.y(), x, weights));
                dw.add(run(new DirectWeightGrad(pool, direct, g), g.w(), x, dy));
            }
        }
        for (int i = 1; i < y.size(); i++) {
            assertArrayEquals(y.get(0), y.get(i));
            assertArrayEquals(dw.get(0), dw.get(i));
        }
    }

    @Test
    void keepsWhatIsNoNumberToTheOutputsThatMeetIt() {
        DirectFunctions direct = Vectors.orSkip().direct();
        Conv2dGeometry g = geometry(1, 1, 5, 20, 2, 3, 3, 1, 1, 1, 1, 1);
        CpuBuffer x = random("x", g.x());
        x.floats()[x.offset() + 2 * 20 + 19] = Float.NaN;
        try (WorkerPool pool = new WorkerPool(1)) {
            float[] y = run(new DirectConvolution(pool, direct, g, false), g.y(), x, random("w", g.w()));
            for (int i = 0; i < y.length; i++) {
                int row = i / 20 % 5;
                boolean meets = row >= 1 && row <= 3 && i % 20 >= 18;
                assertEquals(meets, Float.isNaN(y[i]), "element " + i);
            }
        }
    }

    @Test
    void isChosenForFewChannelsWhereThereIsMachineCode() {
        VectorCode code = Vectors.orSkip();
        Conv2dGeometry first = geometry(8, 1, 28, 28, 6, 5, 5, 2, 2, 2, 2, 1);
        try (WorkerPool pool = new WorkerPool(1)) {
            Gemm gemm = GemmLibrary.load().gemm();
            Convolutions with = new Convolutions(pool, new WorkerScratch(1), gemm, Optional.of(code), true);
            Convolutions without = new Convolutions(pool, new WorkerScratch(1), gemm, Optional.empty(), true);
            Convolutions plain = new Convolutions(pool, new WorkerScratch(1), gemm, Optional.of(code), false);
            assertEquals(DirectConvolution.class, with.forward(first, true).getClass());
            assertEquals(DirectWeightGrad.class, with.weightGradient(first).getClass());
            assertEquals(Conv2dKernel.class, without.forward(first, true).getClass());
            assertEquals(Conv2dKernel.class, plain.forward(first, true).getClass());
            assertEquals(Conv2dWeightGradKernel.class, plain.weightGradient(first).getClass());
        }
    }

    @Test
    void isNotForManyChannelsLargeFiltersNarrowImagesStridesOrGroups() {
        assertTrue(DirectTiles.suits(geometry(8, 1, 28, 28, 6, 5, 5, 2, 2, 2, 2, 1)));
        assertFalse(DirectTiles.suits(geometry(8, 4, 28, 28, 6, 3, 3, 1, 1, 1, 1, 1)));
        assertFalse(DirectTiles.suits(geometry(8, 3, 28, 28, 6, 7, 7, 3, 3, 3, 3, 1)));
        assertFalse(DirectTiles.suits(geometry(8, 1, 8, 8, 6, 3, 3, 1, 1, 1, 1, 1)));
        assertFalse(DirectTiles.suits(geometry(8, 3, 28, 28, 6, 1, 1, 0, 0, 0, 0, 1)));
        assertFalse(DirectTiles.suits(geometry(1, 1, 8, 60_000, 6, 3, 3, 1, 1, 1, 1, 1)));
        Axis axis = Axis.of(3, 1, 1);
        assertFalse(DirectTiles.suits(Conv2dGeometry.of(
                Shape.of(8, 2, 28, 28), Shape.of(4, 1, 3, 3), new Window(axis, axis), 2)));
        assertFalse(DirectTiles.suits(Conv2dGeometry.of(
                Shape.of(8, 3, 27, 28), Shape.of(4, 3, 3, 3), new Window(Axis.of(3, 2, 1), axis), 1)));
        assertFalse(DirectTiles.suits(Conv2dGeometry.of(
                Shape.of(8, 1, 4, 28, 28), Shape.of(4, 1, 3, 3, 3), Window.volume(axis, axis, axis), 1)));
    }
}
