package org.neocog.cpu;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.neocog.graph.Axis;
import org.neocog.graph.PoolGeometry;
import org.neocog.graph.Remainder;
import org.neocog.graph.Window;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/** Machine code against the loops in Java, bit by bit, on images full of ties, zeros of both signs, infinities and NaN. */
final class PairKernelTest {
    private static final Window WINDOW = new Window(Axis.of(2, 2, 0), Axis.of(2, 2, 0), Remainder.DROP);

    private Optional<VectorCode> code;

    @BeforeEach
    void make() {
        code = Optional.of(Vectors.orSkip());
    }

    /** Every width up to more than two vectors, odd and even heights, one plane and several, and more than one task. */
    static Stream<Shape> shapes() {
        Stream<Shape> widths = IntStream.rangeClosed(2, 70).boxed().flatMap(width -> Stream.of(
                Shape.of(1, 1, 2, width), Shape.of(1, 3, 6, width), Shape.of(1, 3, 10, width), Shape.of(2, 2, 7, width),
                Shape.of(1, 1, 3, width)));
        return Stream.concat(widths, Stream.of(
                Shape.of(3, 40, 14, 14), Shape.of(2, 50, 15, 13), Shape.of(1, 2, 200, 150), Shape.of(2, 1, 201, 31),
                Shape.of(1, 2, 2500, 15), Shape.of(1, 3, 2501, 16), Shape.of(1, 2, 5, 20_001)));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void poolsAsTheLoopsDo(Shape shape) {
        PoolGeometry g = PoolGeometry.of(shape, WINDOW);
        CpuBuffer x = PoolRuns.image("x", shape);
        for (int threads : new int[] {1, 3}) {
            try (WorkerPool pool = new WorkerPool(threads)) {
                WorkerScratch scratch = new WorkerScratch(threads);
                assertSame(
                        MaxPoolKernels.forward(pool, Optional.empty(), g), MaxPoolKernels.forward(pool, code, g), g.y(shape), x);
                assertSame(
                        AvgPoolKernels.forward(pool, scratch, Optional.empty(), g, false),
                        AvgPoolKernels.forward(pool, scratch, code, g, false), g.y(shape), x);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void givesTheGradientsThatTheLoopsGive(Shape shape) {
        PoolGeometry g = PoolGeometry.of(shape, WINDOW);
        CpuBuffer x = PoolRuns.image("x", shape);
        CpuBuffer dy = PoolRuns.image("dy", g.y(shape));
        for (int threads : new int[] {1, 3}) {
            try (WorkerPool pool = new WorkerPool(threads)) {
                WorkerScratch scratch = new WorkerScratch(threads);
                assertSame(
                        MaxPoolKernels.gradient(pool, Optional.empty(), g), MaxPoolKernels.gradient(pool, code, g), shape, x, dy);
                assertSame(
                        AvgPoolKernels.gradient(pool, scratch, Optional.empty(), g, true),
                        AvgPoolKernels.gradient(pool, scratch, code, g, true), shape, dy);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void givesTheGradientsOfActivationsToo(Shape shape) {
        PoolGeometry g = PoolGeometry.of(shape, WINDOW);
        CpuBuffer x = PoolRuns.image("x", shape);
        CpuBuffer dy = PoolRuns.image("dy", g.y(shape));
        try (WorkerPool pool = new WorkerPool(2)) {
            Elementwise loops = new Elementwise(pool, new WorkerScratch(2), Optional.empty());
            CpuKernel max = MaxPoolKernels.gradient(pool, Optional.empty(), g);
            CpuKernel average = AvgPoolKernels.gradient(pool, loops.scratch(), Optional.empty(), g, true);
            for (PairFunction function : PairFunction.values()) {
                CpuKernel slope = switch (function.slope()) {
                    case NONE -> null;
                    case RELU -> loops.reluGradient(shape);
                    case TANH -> loops.tanhGradient();
                };
                if (slope != null) {
                    CpuBuffer spread = new CpuBuffer(
                            TensorSpec.f32(shape), new AtomicLong());
                    float[] pooled = function.max() ? KernelRuns.run(max, shape, x, dy) : KernelRuns.run(average, shape, dy);
                    System.arraycopy(pooled, 0, spread.floats(), spread.offset(), pooled.length);
                    PoolRuns.assertBits(
                            KernelRuns.run(slope, shape, x, spread),
                            KernelRuns.run(PairKernel.gradient(pool, code.get().pairs(), function, g, 1, 0), shape, dy, x),
                            function + " " + shape);
                }
            }
        }
    }

    private static void assertSame(CpuKernel loops, CpuKernel vectors, Shape shape, CpuBuffer... inputs) {
        assertTrue(vectors instanceof PairKernel);
        PoolRuns.assertBits(KernelRuns.run(loops, shape, inputs), KernelRuns.run(vectors, shape, inputs), shape.toString());
    }

    @Test
    void refusesPartsOutsideOfTheArrays() {
        PoolGeometry g = PoolGeometry.of(Shape.of(1, 2, 4, 6), WINDOW);
        PairVectors pairs = code.get().pairs();
        float[] image = new float[48];
        float[] pooled = new float[12];
        int[] p = PairVectors.parameters(PairFunction.MAX_GRADIENT, 6, 3);
        PairVectors.Part all = new PairVectors.Part(2, 2, 0, 0);
        PairFunction function = PairFunction.MAX_GRADIENT;
        pairs.run(function, g, all, p, image, 0, pooled, 0, image.clone(), 0);
        assertThrows(
                IndexOutOfBoundsException.class,
                () -> pairs.run(function, g, all, p, Arrays.copyOf(image, 47), 0, pooled, 0, image, 0));
        assertThrows(
                IndexOutOfBoundsException.class, () -> pairs.run(function, g, all, p, image, 0, pooled, 1, image, 0));
        assertThrows(
                IndexOutOfBoundsException.class, () -> pairs.run(function, g, all, p, image, 0, pooled, 0, image, -1));
    }
}
