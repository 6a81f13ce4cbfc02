package org.neocog.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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

/** Machine code for windows of 3x3 against the loops in Java, bit by bit, on images full of ties and special numbers. */
final class TripleKernelTest {
    private Optional<VectorCode> code;

    @BeforeEach
    void make() {
        code = Optional.of(Vectors.orSkip());
    }

    /** Strides 1 and 2, with and without padding on each side, remainders of both kinds. */
    private static List<Window> windows() {
        return List.of(
                new Window(new Axis(3, 1, 1, 1, 1), new Axis(3, 1, 1, 1, 1), Remainder.DROP),
                new Window(new Axis(3, 1, 0, 0, 1), new Axis(3, 1, 0, 0, 1), Remainder.DROP),
                new Window(new Axis(3, 1, 0, 1, 1), new Axis(3, 1, 1, 0, 1), Remainder.DROP),
                new Window(new Axis(3, 2, 1, 1, 1), new Axis(3, 2, 1, 1, 1), Remainder.DROP),
                new Window(new Axis(3, 2, 0, 0, 1), new Axis(3, 2, 0, 0, 1), Remainder.PARTIAL),
                new Window(new Axis(3, 2, 0, 0, 1), new Axis(3, 2, 0, 0, 1), Remainder.DROP),
                new Window(new Axis(3, 2, 0, 1, 1), new Axis(3, 2, 1, 0, 1), Remainder.DROP));
    }

    /** Every width up to more than two vectors, several heights, one plane and several, and more than one task. */
    private static Stream<Shape> shapes() {
        Stream<Shape> widths = IntStream.rangeClosed(3, 52).boxed().flatMap(width -> Stream.of(
                Shape.of(1, 1, 3, width), Shape.of(1, 3, 6, width), Shape.of(2, 2, 7, width)));
        return Stream.concat(widths, Stream.of(
                Shape.of(1, 2, 5, 1), Shape.of(1, 2, 1, 5), Shape.of(1, 3, 2, 2), Shape.of(1, 1, 1, 1), Shape.of(3, 40, 14, 14),
                Shape.of(2, 50, 15, 13), Shape.of(1, 2, 200, 150), Shape.of(1, 2, 250, 3), Shape.of(1, 2, 5, 2_001)));
    }

    static Stream<PoolGeometry> poolings() {
        return shapes().flatMap(shape -> windows().stream()
                .filter(w -> shape.dim(2) + w.height().padBefore() + w.height().padAfter() >= 3
                        && shape.dim(3) + w.width().padBefore() + w.width().padAfter() >= 3)
                .map(window -> PoolGeometry.of(shape, window)));
    }

    @ParameterizedTest
    @MethodSource("poolings")
    void poolsAsTheLoopsDo(PoolGeometry g) {
        Shape shape = Shape.of(1, g.planes(), g.height(), g.width());
        CpuBuffer x = PoolRuns.image("x", shape);
        for (int threads : new int[] {1, 3}) {
            try (WorkerPool pool = new WorkerPool(threads)) {
                assertSame(
                        MaxPoolKernels.forward(pool, Optional.empty(), g), MaxPoolKernels.forward(pool, code, g), g.y(shape), x);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("poolings")
    void givesTheGradientsThatTheLoopsGive(PoolGeometry g) {
        Shape shape = Shape.of(1, g.planes(), g.height(), g.width());
        CpuBuffer x = PoolRuns.image("x", shape);
        CpuBuffer dy = PoolRuns.image("dy", g.y(shape));
        for (int threads : new int[] {1, 3}) {
            try (WorkerPool pool = new WorkerPool(threads)) {
                assertSame(
                        MaxPoolKernels.gradient(pool, Optional.empty(), g), MaxPoolKernels.gradient(pool, code, g), shape, x, dy);
            }
        }
    }

    @Test
    void theFirstElementInTheImageWinsWhereAllAreMinusInfinity() {
        PoolGeometry g = PoolGeometry.of(Shape.of(1, 1, 4, 5), windows().getFirst());
        CpuBuffer x = KernelRuns.random("x", Shape.of(1, 1, 4, 5));
        Arrays.fill(x.floats(), Float.NEGATIVE_INFINITY);
        CpuBuffer dy = KernelRuns.random("dy", Shape.of(1, 1, 4, 5));
        Arrays.fill(dy.floats(), 1);
        try (WorkerPool pool = new WorkerPool(1)) {
            float[] dx = KernelRuns.run(MaxPoolKernels.gradient(pool, code, g), Shape.of(1, 1, 4, 5), x, dy);
            // Windows of the first two rows and columns begin at the image's first.
            assertEquals(
                    List.of(4f, 2f, 2f, 2f, 0f, 2f, 1f, 1f, 1f, 0f, 2f, 1f, 1f, 1f, 0f, 0f, 0f, 0f, 0f, 0f),
                    IntStream.range(0, 20).mapToObj(i -> dx[i]).toList());
        }
    }

    /** As the loops are also taken for a window that is not of 3x3 or large planes. */
    @Test
    void leavesOtherWindowsAndLargePlanesToTheLoops() {
        Window three = windows().getFirst();
        assertTrue(TripleVectors.suits(PoolGeometry.of(Shape.of(1, 1, 512, 512), three)));
        assertFalse(TripleVectors.suits(PoolGeometry.of(Shape.of(1, 1, 512, 513), three)));
        Axis axis = three.width();
        for (Axis other : List.of(Axis.of(2, 1, 1), Axis.of(3, 3, 1), Axis.of(3, 2, 1), new Axis(3, 1, 1, 1, 2))) {
            assertFalse(TripleVectors.suits(
                    PoolGeometry.of(Shape.of(1, 1, 12, 12), new Window(axis, other, Remainder.DROP))), other.toString());
        }
    }

    @Test
    void refusesPlanesOutsideOfTheArrays() {
        PoolGeometry g = PoolGeometry.of(Shape.of(1, 2, 4, 6), windows().getFirst());
        TripleVectors triples = code.get().triples();
        int[] p = TripleVectors.parameters(g, true);
        float[] scratch = TripleVectors.scratch(g);
        CpuBuffer two = KernelRuns.random("x", Shape.of(2, 4, 6));
        CpuBuffer one = KernelRuns.random("x", Shape.of(1, 4, 5));
        triples.gradient(g, 0, 2, two, two, two, p, scratch);
        assertThrows(IndexOutOfBoundsException.class, () -> triples.gradient(g, 0, 2, one, two, two, p, scratch));
        assertThrows(IndexOutOfBoundsException.class, () -> triples.gradient(g, 0, 2, two, one, two, p, scratch));
        assertThrows(IndexOutOfBoundsException.class, () -> triples.gradient(g, 0, 2, two, two, one, p, scratch));
        assertThrows(IndexOutOfBoundsException.class, () -> triples.forward(g, 100_000, 1, two, two, p));
    }

    private static void assertSame(CpuKernel loops, CpuKernel vectors, Shape shape, CpuBuffer... inputs) {
        assertTrue(vectors instanceof TripleKernel);
        PoolRuns.assertBits(KernelRuns.run(loops, shape, inputs), KernelRuns.run(vectors, shape, inputs), shape.toString());
    }
}
