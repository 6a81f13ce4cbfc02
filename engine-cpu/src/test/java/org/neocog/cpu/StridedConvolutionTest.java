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

/** Every way to compute a convolution with strides against sums term by term. */
final class StridedConvolutionTest {
    private static final Gemm GEMM = GemmLibrary.load().gemm();
    private static final double LIMIT = 2e-6;

    /** N x C x H x W, K filters of R x S, strides, padding above, below, left, right. */
    private static Conv2dGeometry geometry(
            int n, int c, int h, int w, int k, int r, int s, int down, int across, int top, int bottom, int left, int right) {
        Window window = new Window(new Axis(r, down, top, bottom, 1), new Axis(s, across, left, right, 1), Remainder.DROP);
        return Conv2dGeometry.of(Shape.of(n, c, h, w), Shape.of(k, c, r, s), window, 1);
    }

    @ParameterizedTest
    @CsvSource({
        "2, 3, 8, 8, 4, 3, 3, 2, 2, 1, 1, 1, 1, true",
        "1, 2, 7, 9, 3, 3, 3, 2, 2, 1, 1, 1, 1, true",
        "3, 5, 13, 6, 7, 7, 5, 2, 3, 3, 2, 1, 0, true",
        "2, 4, 5, 5, 3, 2, 2, 2, 2, 0, 0, 0, 0, true",
        "9, 3, 2, 2, 4, 3, 3, 2, 2, 1, 1, 1, 1, true",
        "4, 3, 6, 6, 2, 5, 5, 3, 3, 2, 2, 2, 2, true",
        "2, 3, 10, 10, 4, 3, 3, 2, 2, 0, 0, 0, 0, true",
        "2, 3, 8, 8, 4, 3, 3, 2, 2, 2, 2, 2, 2, false",
        "3, 2, 9, 4, 5, 4, 1, 3, 1, 0, 1, 0, 0, true",
        "2, 2, 5, 12, 3, 1, 4, 1, 2, 0, 0, 3, 1, false",
        "2, 3, 20, 22, 2, 7, 7, 2, 2, 3, 3, 3, 3, true",
        "1, 1, 1, 1, 1, 3, 3, 2, 2, 1, 1, 1, 1, false",
        "6, 140, 16, 16, 19, 3, 3, 2, 2, 1, 1, 1, 1, true",
        "1, 3, 90, 60, 5, 3, 3, 2, 2, 1, 0, 0, 1, true"
    })
    void isTheSumOfItsTermsInEveryPass(
            int n, int c, int h, int w, int k, int r, int s, int down, int across, int top, int bottom, int left, int right,
            boolean phased) {
        Conv2dGeometry g = geometry(n, c, h, w, k, r, s, down, across, top, bottom, left, right);
        PlainConvolution plain = new PlainConvolution(g);
        CpuBuffer x = random("x", g.x());
        CpuBuffer weights = random("w", g.w());
        CpuBuffer dy = random("dy", g.y());
        try (WorkerPool pool = new WorkerPool(2)) {
            assertNear(plain.forward(x, weights), run(new Conv2dKernel(pool, GEMM, g, false), g.y(), x, weights), LIMIT);
            float[] dx = plain.inputGradient(dy, weights);
            assertNear(dx, run(new Conv2dInputGradKernel(pool, GEMM, g), g.x(), dy, weights), LIMIT);
            assertEquals(phased, PhasedTiles.possible(g));
            if (phased) {
                assertNear(dx, run(new PhasedInputGrad(pool, GEMM, g), g.x(), dy, weights), LIMIT);
            }
            float[] dw = plain.weightGradient(x, dy);
            for (Optional<VectorCode> code : Vectors.codes()) {
                RowProducts products = new RowProducts(GEMM, code);
                assertNear(dw, run(new Conv2dWeightGradKernel(pool, products, g), g.w(), x, dy), LIMIT);
                assertNear(dw, run(new WideWeightGrad(pool, products, g), g.w(), x, dy), LIMIT);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"9, 33, 14, 14, 40", "5, 20, 9, 7, 130", "1, 64, 30, 30, 17"})
    void givesTheSameBitsOnAnyNumberOfThreads(int n, int c, int h, int w, int k) {
        Conv2dGeometry g = geometry(n, c, h, w, k, 3, 3, 2, 2, 1, 1, 1, 1);
        CpuBuffer x = random("x", g.x());
        CpuBuffer weights = random("w", g.w());
        CpuBuffer dy = random("dy", g.y());
        List<float[]> dx = new ArrayList<>();
        List<float[]> dw = new ArrayList<>();
        for (int threads : new int[] {1, 2, 5}) {
            try (WorkerPool pool = new WorkerPool(threads)) {
                dx.add(run(new PhasedInputGrad(pool, GEMM, g), g.x(), dy, weights));
                dw.add(run(new WideWeightGrad(pool, new RowProducts(GEMM, Vectors.codes().getLast()), g), g.w(), x, dy));
            }
        }
        for (int i = 1; i < dx.size(); i++) {
            assertArrayEquals(dx.get(0), dx.get(i));
            assertArrayEquals(dw.get(0), dw.get(i));
        }
    }

    /** Filters 3, stride 2, padding 1: even elements meet the middle of the filter, odd ones its ends. */
    @Test
    void aPhaseKnowsItsPartOfTheFilter() {
        Axis axis = Axis.of(3, 2, 1);
        assertEquals(new StridePhase(0, 2, 4, 1, 1, 0), StridePhase.of(axis, 7, 0));
        StridePhase odd = StridePhase.of(axis, 7, 1);
        assertEquals(new StridePhase(1, 2, 3, 2, 2, 0), odd);
        assertEquals(2, odd.tap(0));
        assertEquals(0, odd.tap(1));
    }

    @Test
    void phasesAreNotForFiltersWithHolesOrElementsThatNoFilterMeets() {
        assertFalse(StridePhase.suits(new Axis(3, 2, 1, 1, 2), 9));
        assertFalse(StridePhase.suits(Axis.of(1, 2, 0), 9));
        assertFalse(StridePhase.suits(Axis.of(3, 2, 1), 1));
        assertFalse(StridePhase.suits(Axis.of(2, 2, 5), 8));
    }

    @Test
    void phasesAreForMuchWorkAndMapsThatAreNotTooLarge() {
        assertTrue(PhasedTiles.suits(geometry(8, 128, 56, 56, 128, 3, 3, 2, 2, 1, 1, 1, 1)));
        assertFalse(PhasedTiles.suits(geometry(8, 128, 56, 56, 128, 3, 3, 1, 1, 1, 1, 1, 1)));
        assertFalse(PhasedTiles.suits(geometry(64, 16, 32, 32, 32, 3, 3, 2, 2, 1, 1, 1, 1)));
        assertFalse(PhasedTiles.suits(geometry(1, 64, 512, 512, 64, 3, 3, 2, 2, 1, 1, 1, 1)));
    }

    @Test
    void plainIm2colCanStillBeChosen() {
        Conv2dGeometry strided = geometry(8, 256, 14, 14, 256, 3, 3, 2, 2, 1, 1, 1, 1);
        Conv2dGeometry pointwise = geometry(8, 512, 7, 7, 512, 1, 1, 1, 1, 0, 0, 0, 0);
        try (WorkerPool pool = new WorkerPool(1)) {
            Convolutions plain = new Convolutions(pool, new WorkerScratch(1), GEMM, Optional.empty(), false);
            Convolutions fast = new Convolutions(pool, new WorkerScratch(1), GEMM, Optional.empty(), true);
            assertEquals(Conv2dInputGradKernel.class, plain.inputGradient(strided).getClass());
            assertEquals(PhasedInputGrad.class, fast.inputGradient(strided).getClass());
            assertEquals(Conv2dWeightGradKernel.class, plain.weightGradient(strided).getClass());
            assertEquals(WideWeightGrad.class, fast.weightGradient(strided).getClass());
            assertEquals(Conv2dKernel.class, plain.forward(pointwise, false).getClass());
            assertEquals(PointwiseConvolution.class, fast.forward(pointwise, false).getClass());
        }
    }
}
