package org.neocog.cpu;

/**
 * The arithmetic of Winograd's way for 3 taps at stride 2, in one dimension, as machine code.
 *
 * <p>Of 4 neighbouring outputs {@code y_j = g0 x_2j + g1 x_2j+1 + g2 x_2j+2} the even inputs' part is a convolution of two taps
 * at stride 1, which F(4, 2) makes by 5 products instead of 8; the odd inputs' part takes 4. Both are sums over points p, which
 * are ±{@link #A}, ±{@link #B} and, for the even inputs alone, ∞: {@code y_j = Σ p^j / N_p · U_p V_p}. N_p is the product of
 * {@code (p - q)} over the other finite points q; U_p is {@code g0 + p g2} or g1; and V_p is the sum of the inputs times the
 * coefficients of the product of all {@code (x - q)} over the other finite points. At ∞ it is g2 times the same over all finite
 * points, which counts for the last output alone. As the outputs' factors are the same, products of both parts are added up
 * before.
 *
 * <p>The gradient's elements, likewise, are at even places a convolution of two taps and at odd ones of one; as V_p of five
 * inputs is made of the first four of them, both need the same numbers.
 *
 * <p>The points were chosen for the smallest rounding error among those that make nearly all factors exact.
 *
 * @param factor the first of the vectors that hold the factors
 */
record StridedStep(Assembler asm, VectorPool pool, int factor) {
    static final double A = 0.5;
    static final double B = 1.5;

    /** V of 5 inputs, or of 4 without ∞; their vectors are free then or hold results. */
    int[] inputs(int... d) {
        int[] results = new int[d.length];
        if (d.length == 5) {
            asm.multiplyAdd(d[4], factor, d[2]);
            asm.multiplyAdd(d[4], factor + 1, d[0]);
            results[4] = d[4];
        }
        for (int pair = 0; pair < 2; pair++) {
            int point = factor + 2 + 2 * pair;
            int[] v = pool.take(3);
            asm.copy(v[0], d[3]);
            asm.multiplyAdd(v[0], point + 1, d[1]);
            asm.copy(v[1], d[2]);
            asm.multiplyAdd(v[1], point + 1, d[0]);
            asm.copy(v[2], v[0]);
            asm.multiplyAdd(v[0], point, v[1]);
            asm.multiplySubtract(v[2], point, v[1]);
            results[2 * pair] = v[0];
            results[2 * pair + 1] = v[2];
            pool.release(v[1]);
        }
        pool.release(d[0], d[1], d[2], d[3]);
        return results;
    }

    /** The factors of that: those at ∞, then for each pair the point and the factor of the other pair. */
    static float[] inputFactors() {
        return floats(-A * A - B * B, A * A * B * B, A, -B * B, B, -A * A);
    }

    /** The 4 outputs of sums of products at 5 points, or at 4 without ∞. */
    int[] outputs(int... m) {
        int a = pool.take();
        int b = pool.take();
        asm.subtract(a, m[0], m[1]);
        asm.add(m[0], m[0], m[1]);
        asm.subtract(b, m[2], m[3]);
        asm.add(m[2], m[2], m[3]);
        sum(m[1], 0, a, b, false);
        sum(m[3], 2, a, b, false);
        sum(a, 1, m[0], m[2], false);
        int last = m.length == 5 ? m[4] : b;
        sum(last, 3, m[0], m[2], m.length == 5);
        pool.release(m[0], m[2]);
        if (m.length == 5) {
            pool.release(b);
        }
        return new int[] {m[1], a, m[3], last};
    }

    private void sum(int to, int power, int a, int b, boolean add) {
        if (add) {
            asm.multiplyAdd(to, factor + power, a);
        } else {
            asm.multiply(to, factor + power, a);
        }
        asm.multiplyAdd(to, factor + 4 + power, b);
    }

    /** The transpose of that, to 5 points. */
    int[] gradients(int... y) {
        int[] results = new int[5];
        for (int pair = 0; pair < 2; pair++) {
            int powers = factor + 4 * pair;
            int[] v = pool.take(3);
            asm.multiply(v[0], powers, y[0]);
            asm.multiplyAdd(v[0], powers + 2, y[2]);
            asm.multiply(v[1], powers + 1, y[1]);
            asm.multiplyAdd(v[1], powers + 3, y[3]);
            asm.add(v[2], v[1], v[0]);
            asm.subtract(v[1], v[1], v[0]);
            results[2 * pair] = v[2];
            results[2 * pair + 1] = v[1];
            pool.release(v[0]);
        }
        results[4] = y[3];
        pool.release(y[0], y[1], y[2]);
        return results;
    }

    /** The factors of both: for each pair the powers 0 to 3 of its point, divided by N of the point. */
    static float[] outputFactors() {
        double a = 1 / (2 * A * (A * A - B * B));
        double b = 1 / (2 * B * (B * B - A * A));
        return floats(a, a * A, a * A * A, a * A * A * A, b, b * B, b * B * B, b * B * B * B);
    }

    private static float[] floats(double... values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
