package org.neocog.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.neocog.random.RandomStream;

final class ElementVectorsTest {
    private static final int GUARD = 40;
    private static final float[] SPECIAL = {0f, -0f, 1f, -1f, Float.NaN, Float.intBitsToFloat(0xffc0_0001), Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY, Float.MIN_VALUE, -Float.MIN_VALUE, Float.MAX_VALUE, -Float.MAX_VALUE};

    private ElementVectors vectors;

    @BeforeEach
    void make() {
        vectors = Vectors.orSkip().elements();
    }

    /** The worst of all floats, as measured, is 1.363. */
    @Test
    void tanhIsWithinItsUnits() {
        VectorMathTest.assertUlps(1.37, inPlace(ElementFunction.TANH), Math::tanh);
    }

    /** The worst of all floats, as measured, is 2.402. */
    @Test
    void sigmoidIsWithinItsUnits() {
        VectorMathTest.assertUlps(2.41, inPlace(ElementFunction.SIGMOID), x -> 1 / (1 + Math.exp(-x)));
    }

    private ElementwiseKernels.InPlace inPlace(ElementFunction function) {
        ElementwiseKernels.Unary unary = vectors.unary(function);
        return (y, yo, n) -> unary.run(y, yo, y, yo, n);
    }

    @Test
    void saturatedAndTinyValuesAreExact() {
        float tiny = Float.MIN_VALUE;
        float[] x = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -0f, 0f, tiny, -tiny, 10, -10, 3e-30f};
        assertBits(
                new float[] {Float.NaN, 1, -1, -0f, 0f, tiny, -tiny, 1, -1, 3e-30f}, apply(ElementFunction.TANH, x), "tanh");
        x = new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -0f, 0f, tiny, -tiny, 20, -103.9f, -104.1f};
        assertBits(
                new float[] {Float.NaN, 1, 0, 0.5f, 0.5f, 0.5f, 0.5f, 1, tiny, 0}, apply(ElementFunction.SIGMOID, x), "sigmoid");
    }

    private float[] apply(ElementFunction function, float[] x) {
        float[] y = new float[x.length];
        vectors.unary(function).run(x, 0, y, 0, x.length);
        return y;
    }

    @Test
    void reluKeepsNumbersAbove0AndNaN() {
        assertSame(ElementFunction.RELU, (a, _) -> a > 0 || Float.isNaN(a) ? a : 0);
    }

    @Test
    void gradientsAreThoseOfTheDefinitions() {
        assertSame(ElementFunction.RELU_GRADIENT, (y, dy) -> y > 0 || Float.isNaN(y) ? dy : 0);
        assertSame(ElementFunction.TANH_GRADIENT, (y, dy) -> dy * (1 - y * y));
        assertSame(ElementFunction.SIGMOID_GRADIENT, (y, dy) -> dy * y * (1 - y));
    }

    @Test
    void addsAndMultiplies() {
        assertSame(ElementFunction.ADD, Float::sum);
        assertSame(ElementFunction.ADD_RELU, (a, b) -> a + b > 0 || Float.isNaN(a + b) ? a + b : 0);
        assertSame(ElementFunction.MULTIPLY, (a, b) -> a * b);
    }

    @FunctionalInterface
    private interface Scalar {
        float of(float a, float b);
    }

    /** At every length and at odd places, into an array of its own and into both operands; what lies around is not touched. */
    private void assertSame(ElementFunction function, Scalar definition) {
        for (int n = 0; n < 150; n++) {
            float[] a = numbers("a" + n, n, 0);
            float[] b = numbers("b" + n, n, n / 12);
            float[] wanted = guarded(n);
            for (int i = GUARD; i < GUARD + n; i++) {
                wanted[i] = definition.of(a[i], b[i]);
            }
            for (float[] target : new float[][] {guarded(n), a.clone(), b.clone()}) {
                float[] left = Arrays.equals(target, a) ? target : a;
                float[] right = Arrays.equals(target, b) ? target : b;
                if (function.second()) {
                    vectors.binary(function).run(left, GUARD, right, GUARD, target, GUARD, n);
                } else {
                    vectors.unary(function).run(left, GUARD, target, GUARD, n);
                }
                assertBits(wanted, target, function + " of " + n);
            }
        }
    }

    private static float[] numbers(String name, int n, int special) {
        float[] numbers = new float[n];
        RandomStream.named(3, name).normal(numbers, 1);
        float[] array = guarded(n);
        for (int i = 0; i < n; i++) {
            array[GUARD + i] = i % 3 == 0 ? SPECIAL[(i / 3 + special) % SPECIAL.length] : numbers[i];
        }
        return array;
    }

    private static float[] guarded(int n) {
        float[] array = new float[n + 2 * GUARD + 1];
        Arrays.fill(array, 7777);
        return array;
    }

    /** All NaN count as the same. */
    private static void assertBits(float[] wanted, float[] found, String what) {
        int[] w = new int[wanted.length];
        int[] f = new int[found.length];
        Arrays.setAll(w, i -> Float.floatToIntBits(wanted[i]));
        Arrays.setAll(f, i -> Float.floatToIntBits(found[i]));
        assertArrayEquals(w, f, what);
    }

    @Test
    void refusesElementsOutsideOfTheArrays() {
        float[] ten = new float[10];
        float[] nine = new float[9];
        ElementwiseKernels.Binary add = vectors.binary(ElementFunction.ADD);
        assertThrows(IndexOutOfBoundsException.class, () -> add.run(nine, 0, ten, 0, ten, 0, 10));
        assertThrows(IndexOutOfBoundsException.class, () -> add.run(ten, 0, ten, 1, ten, 0, 10));
        assertThrows(IndexOutOfBoundsException.class, () -> add.run(ten, 0, ten, 0, ten, -1, 10));
        assertThrows(IllegalArgumentException.class, () -> vectors.unary(ElementFunction.ADD));
    }
}
