package org.neocog.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.neocog.random.RandomStream;
import org.neocog.tensor.Shape;

/** Sums in machine code against sums in Java, in arrays that are NaN wherever nothing may be read. */
final class SumVectorsTest {
    private static final int GUARD = 37;
    /** Partial sums are added up in another order. */
    private static final double LIMIT = 1e-13;

    private Optional<VectorCode> code;

    @BeforeEach
    void make() {
        code = Optional.of(Vectors.orSkip());
    }

    @Test
    void sumsPlanesOfEverySize() {
        for (int inner = 1; inner < 110; inner++) {
            int channels = 1 + inner % 5;
            for (int first : new int[] {0, 1, channels}) {
                check(inner, channels, first, 2 * channels + 1);
                check(inner, channels, first, 1);
            }
        }
    }

    private void check(int inner, int channels, int first, int planes) {
        float[] x = guarded("x" + inner, first * inner, planes * inner);
        float[] dy = guarded("dy" + inner, first * inner, planes * inner);
        double[] centres = new double[channels];
        Arrays.setAll(centres, c -> 1.5 * c - 1);
        for (SumFunction function : SumFunction.values()) {
            double[] found = new double[2 * (first + planes) + 5];
            Arrays.fill(found, 7777);
            code.get().sums().run(
                    function, inner, first, planes, x, GUARD, dy, GUARD, centres, found, SumVectors.parameters(inner, channels));
            for (int i = 0; i < found.length; i++) {
                int plane = i / 2;
                String what = function + " of " + inner + ", number " + i;
                if (plane < first || plane >= first + planes) {
                    assertEquals(7777, found[i], what);
                    continue;
                }
                double wanted = 0;
                double size = 0;
                for (int at = GUARD + plane * inner; at < GUARD + (plane + 1) * inner; at++) {
                    double term = term(function, i % 2 == 0, x[at], dy[at], centres[plane % channels]);
                    wanted += term;
                    size += Math.abs(term);
                }
                assertEquals(wanted, found[i], LIMIT * size, what);
            }
        }
    }

    private static double term(SumFunction function, boolean first, double x, double dy, double centre) {
        return switch (function) {
            case TOTAL -> first ? x : 0;
            case MOMENTS -> first ? x - centre : (x - centre) * (x - centre);
            case SLOPES -> first ? dy * (x - centre) : dy;
        };
    }

    private static float[] guarded(String name, int before, int n) {
        float[] numbers = new float[n];
        RandomStream.named(8, name).normal(numbers, 1);
        float[] array = new float[GUARD + before + n + GUARD];
        Arrays.fill(array, Float.NaN);
        System.arraycopy(numbers, 0, array, GUARD + before, n);
        return array;
    }

    @Test
    void sumsChannelsOnAnyNumberOfThreads() {
        for (Shape shape : new Shape[] {
            Shape.of(3, 5, 24), Shape.of(1, 1, 33), Shape.of(70, 130, 25), Shape.of(2, 3, 9, 1000), Shape.of(4, 1, 70, 700)}) {
            CpuBuffer x = KernelRuns.random("x", shape);
            int channels = shape.dim(1);
            int inner = shape.elements() / shape.dim(0) / channels;
            double[] wanted = new double[channels];
            double[] sizes = new double[channels];
            for (int i = 0; i < shape.elements(); i++) {
                wanted[i / inner % channels] += x.floats()[x.offset() + i];
                sizes[i / inner % channels] += Math.abs(x.floats()[x.offset() + i]);
            }
            for (int threads : new int[] {1, 3}) {
                try (WorkerPool pool = new WorkerPool(threads)) {
                    CpuKernel kernel = BiasKernels.channelSum(pool, new WorkerScratch(threads), code, shape);
                    assertEquals("AVX-512", kernel.method());
                    float[] found = KernelRuns.run(kernel, Shape.of(channels), x);
                    for (int c = 0; c < channels; c++) {
                        assertEquals(wanted[c], found[c], 1e-12 * sizes[c] + Math.ulp(found[c]) / 2, shape + " " + c);
                    }
                }
            }
        }
    }

    @Test
    void refusesPlanesOutsideOfTheArrays() {
        SumVectors sums = code.get().sums();
        float[] x = new float[60];
        double[] found = new double[12];
        double[] two = new double[2];
        int[] p = SumVectors.parameters(10, 2);
        SumFunction function = SumFunction.SLOPES;
        sums.run(function, 10, 0, 6, x, 0, x, 0, two, found, p);
        assertThrows(IndexOutOfBoundsException.class, () -> sums.run(function, 10, 0, 6, x, 1, x, 0, two, found, p));
        assertThrows(
                IndexOutOfBoundsException.class, () -> sums.run(function, 10, 1, 5, x, 0, new float[59], 0, two, found, p));
        assertThrows(
                IndexOutOfBoundsException.class, () -> sums.run(function, 10, 0, 6, x, 0, x, 0, two, new double[11], p));
        assertThrows(
                IndexOutOfBoundsException.class, () -> sums.run(function, 10, 0, 6, x, 0, x, 0, new double[1], found, p));
    }
}
