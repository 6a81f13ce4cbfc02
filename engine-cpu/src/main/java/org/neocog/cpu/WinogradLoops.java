package org.neocog.cpu;

/**
 * The steps of Winograd's F(4, 3) in one dimension, for n tiles at once: an array holds the same number of every tile, beginning
 * at 0, so that the JIT compiler vectorises (see {@link WorkerScratch}). What they compute is said in {@link WinogradInput} and
 * {@link WinogradOutput}; the factors are made of {@link WinogradPoints}.
 */
final class WinogradLoops {
    private WinogradLoops() {}

    /** The input's numbers for 0, of elements 0, 2 and 4, and for ∞, of 1, 3 and 5: {@code c + g b + f a}. */
    static void ends(float[] a, float[] b, float[] c, float f, float g, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = c[i] + g * b[i] + f * a[i];
        }
    }

    /** The input's numbers for p and -p: x (x + p) (x² + f) and x (x - p) (x² + f). */
    static void evenAndOdd(
            float[] d1, float[] d2, float[] d3, float[] d4, float p, float f, float[] plus, float[] minus, int n) {
        for (int i = 0; i < n; i++) {
            float even = d4[i] + f * d2[i];
            float odd = p * (d3[i] + f * d1[i]);
            plus[i] = even + odd;
            minus[i] = even - odd;
        }
    }

    /** Outputs 0 and 2 of the products at 0, p, -p, q and -q. */
    static void even(
            float[] zero, float[] p, float[] minusP, float[] q, float[] minusQ, float p2, float q2, float[] first,
            float[] third, int n) {
        for (int i = 0; i < n; i++) {
            float ps = p[i] + minusP[i];
            float qs = q[i] + minusQ[i];
            first[i] = zero[i] + ps + qs;
            third[i] = p2 * ps + q2 * qs;
        }
    }

    /** Outputs 1 and 3 of the products at p, -p, q, -q and ∞. */
    static void odd(
            float[] p, float[] minusP, float[] q, float[] minusQ, float[] infinity, float p1, float q1, float p3, float q3,
            float[] second, float[] fourth, int n) {
        for (int i = 0; i < n; i++) {
            float ps = p[i] - minusP[i];
            float qs = q[i] - minusQ[i];
            second[i] = p1 * ps + q1 * qs;
            fourth[i] = p3 * ps + q3 * qs + infinity[i];
        }
    }

    /** The transpose of the outputs' step at p and -p: their numbers of the four outputs' gradients. */
    static void spread(
            float[] a, float[] b, float[] c, float[] d, float p, float square, float cube, float[] plus, float[] minus, int n) {
        for (int i = 0; i < n; i++) {
            float even = a[i] + square * c[i];
            float odd = p * b[i] + cube * d[i];
            plus[i] = even + odd;
            minus[i] = even - odd;
        }
    }

    /** Every fourth element to each of four arrays. */
    static void deal(float[] lines, float[] a, float[] b, float[] c, float[] d, int n) {
        for (int i = 0; i < n; i++) {
            a[i] = lines[4 * i];
            b[i] = lines[4 * i + 1];
            c[i] = lines[4 * i + 2];
            d[i] = lines[4 * i + 3];
        }
    }

    /** The other way round, with a number added to each; element {@code first} goes to {@code to + 4 · first}. */
    static void collect(
            float[] a, float[] b, float[] c, float[] d, int first, int end, float added, float[] lines, int to) {
        for (int i = first; i < end; i++) {
            lines[to + 4 * i] = a[i] + added;
            lines[to + 4 * i + 1] = b[i] + added;
            lines[to + 4 * i + 2] = c[i] + added;
            lines[to + 4 * i + 3] = d[i] + added;
        }
    }
}
