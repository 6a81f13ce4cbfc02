package org.neocog.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.neocog.cpu.ChannelVectors.Place;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/** Machine code against the loops in Java, bit by bit; some elements are NaN, infinite or zeros of either sign. */
final class ChannelKernelTest {
    private static final float EPSILON = 1e-3f;
    private static final float[] SPECIAL = {Float.NaN, 0f, -0f, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};

    private VectorCode code;

    @BeforeEach
    void make() {
        code = Vectors.orSkip();
    }

    static Stream<Shape> shapes() {
        return Stream.concat(
                IntStream.rangeClosed(16, 140).mapToObj(inner -> Shape.of(1 + inner % 3, 1 + inner % 7, inner)),
                Stream.of(Shape.of(1, 1, 16), Shape.of(5, 300, 4, 5), Shape.of(2, 3, 150, 151)));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void computesWhatTheLoopsCompute(Shape shape) {
        Shape each = Shape.of(shape.dim(1));
        CpuBuffer x = numbers("x", shape);
        CpuBuffer dy = numbers("dy", shape);
        CpuBuffer moments = KernelRuns.random("moments", Shape.of(2, shape.dim(1)));
        IntStream.range(0, moments.elements()).forEach(i -> moments.floats()[i] = Math.abs(moments.floats()[i]));
        CpuBuffer weight = KernelRuns.random("weight", each);
        CpuBuffer bias = KernelRuns.random("bias", each);
        CpuBuffer sums = KernelRuns.random("sums", Shape.of(2, shape.dim(1)));
        Optional<VectorCode> none = Optional.empty();
        for (int threads : new int[] {1, 3}) {
            WorkerScratch scratch = new WorkerScratch(threads);
            try (WorkerPool pool = new WorkerPool(threads)) {
                assertSame(BiasKernels.addBias(pool, none, shape), BiasKernels.addBias(pool, Optional.of(code), shape), shape, x, bias);
                assertSame(
                        BatchNormForward.training(pool, scratch, none, shape, EPSILON),
                        BatchNormForward.training(pool, scratch, Optional.of(code), shape, EPSILON),
                        shape, x, moments, weight, bias);
                assertSame(
                        BatchNormForward.inference(pool, scratch, none, shape, EPSILON),
                        BatchNormForward.inference(pool, scratch, Optional.of(code), shape, EPSILON),
                        shape, x, bias, half(moments), weight, bias);
                assertSame(
                        BatchNormGradKernel.of(pool, scratch, none, shape, EPSILON),
                        BatchNormGradKernel.of(pool, scratch, Optional.of(code), shape, EPSILON),
                        shape, x, moments, weight, dy, sums);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void takesASumAndReluOnTheWay(Shape shape) {
        CpuBuffer other = numbers("other", shape);
        CpuBuffer x = numbers("x", shape);
        CpuBuffer moments = KernelRuns.random("moments", Shape.of(2, shape.dim(1)));
        IntStream.range(0, moments.elements()).forEach(i -> moments.floats()[i] = Math.abs(moments.floats()[i]));
        CpuBuffer weight = KernelRuns.random("weight", Shape.of(shape.dim(1)));
        CpuBuffer bias = KernelRuns.random("bias", Shape.of(shape.dim(1)));
        try (WorkerPool pool = new WorkerPool(2)) {
            float[] wanted = KernelRuns.run(
                    BatchNormForward.training(pool, new WorkerScratch(2), Optional.empty(), shape, EPSILON), shape, x, moments,
                    weight, bias);
            float[] sums = new float[wanted.length];
            ElementwiseKernels.add(wanted, 0, KernelRuns.floats(other), 0, sums, 0, sums.length);
            ActivationKernels.relu(wanted, 0, wanted.length);
            ActivationKernels.relu(sums, 0, sums.length);
            float[] found = KernelRuns.run(
                    BatchNormForward.trainingRelu(pool, code, shape, EPSILON), shape, x, moments, weight, bias);
            assertArrayEquals(bits(wanted), bits(found), shape.toString());
            found = KernelRuns.run(
                    BatchNormForward.trainingAddRelu(pool, code, shape, EPSILON), shape, x, moments, weight, bias, other);
            assertArrayEquals(bits(sums), bits(found), shape.toString());
        }
    }

    private static CpuBuffer half(CpuBuffer moments) {
        return (CpuBuffer) moments.slice(0, TensorSpec.f32(moments.elements() / 2));
    }

    private static void assertSame(CpuKernel loops, CpuKernel vectors, Shape shape, CpuBuffer... inputs) {
        assertTrue(vectors instanceof ChannelKernel);
        assertArrayEquals(
                bits(KernelRuns.run(loops, shape, inputs)), bits(KernelRuns.run(vectors, shape, inputs)), shape.toString());
    }

    /** All NaN count as the same. */
    private static int[] bits(float[] x) {
        return IntStream.range(0, x.length).map(i -> Float.floatToIntBits(x[i])).toArray();
    }

    private static CpuBuffer numbers(String name, Shape shape) {
        CpuBuffer x = KernelRuns.random(name, shape);
        for (int i = 3; i < x.elements(); i += 11) {
            x.floats()[i] = SPECIAL[i % SPECIAL.length];
        }
        return x;
    }

    @Test
    void refusesPlanesOutsideOfTheArrays() {
        ChannelFunction function = ChannelFunction.NORMALIZE_GRADIENT;
        int[] p = ChannelVectors.parameters(20, 3);
        Place sixty = new Place(new float[60], 0);
        Place factors = new Place(new float[12], 0);
        Place short1 = new Place(new float[60], 1);
        ChannelVectors vectors = code.channels();
        vectors.run(function, 20, 0, 3, sixty, sixty, sixty, factors, p);
        assertThrows(
                IndexOutOfBoundsException.class, () -> vectors.run(function, 20, 0, 3, short1, sixty, sixty, factors, p));
        assertThrows(
                IndexOutOfBoundsException.class, () -> vectors.run(function, 20, 1, 3, sixty, sixty, sixty, factors, p));
        assertThrows(
                IndexOutOfBoundsException.class, () -> vectors.run(function, 20, 0, 3, sixty, short1, sixty, factors, p));
        assertThrows(
                IndexOutOfBoundsException.class, () -> vectors.run(function, 20, 0, 3, sixty, sixty, short1, factors, p));
        assertThrows(
                IndexOutOfBoundsException.class,
                () -> vectors.run(function, 20, 0, 3, sixty, sixty, sixty, new Place(new float[11], 0), p));
    }
}
