package org.neocog.cpu;

import org.neocog.tensor.Shape;

/**
 * Operations that make one element of the output from one element of each input. The loops are small static methods over
 * arrays and offsets, the form that the JIT compiler vectorises; output and input may be the same elements.
 */
final class ElementwiseKernels {
    @FunctionalInterface
    interface Unary {
        /** {@code y[yo .. yo+n)} from {@code x[xo .. xo+n)}. */
        void run(float[] x, int xo, float[] y, int yo, int n);
    }

    /**
     * One array and one offset. The JIT compiler of Java 25 vectorises such a loop; it does not vectorise one that reads and
     * writes at offsets of their own, because it cannot know that the places do not overlap.
     */
    @FunctionalInterface
    interface InPlace {
        /** Replaces the elements {@code y[yo .. yo+n)}. */
        void run(float[] y, int yo, int n);
    }

    @FunctionalInterface
    interface Binary {
        void run(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n);
    }

    @FunctionalInterface
    private interface Operation {
        /** Replaces the elements {@code a[ao .. ao+n)} by those of the operation with the first n of b. */
        void run(float[] a, int ao, double[] b, int n);
    }

    private ElementwiseKernels() {}

    static CpuKernel unary(WorkerPool pool, Unary body) {
        return (inputs, output, _) -> {
            CpuBuffer x = inputs.at(0);
            float[] xs = x.floats();
            float[] ys = output.floats();
            Ranges.longer(pool, output.elements(), (from, to) ->
                    body.run(xs, x.offset() + from, ys, output.offset() + from, to - from));
        };
    }

    /** Copies each stretch to the output, if it is not there already, and replaces it while it is in the cache. */
    static CpuKernel inPlace(WorkerPool pool, InPlace body) {
        return unary(pool, (x, xo, y, yo, n) -> {
            if (x != y || xo != yo) {
                System.arraycopy(x, xo, y, yo, n);
            }
            body.run(y, yo, n);
        });
    }

    static CpuKernel binary(WorkerPool pool, Binary body) {
        return (inputs, output, _) -> {
            CpuBuffer a = inputs.at(0);
            CpuBuffer b = inputs.at(1);
            float[] as = a.floats();
            float[] bs = b.floats();
            float[] ys = output.floats();
            Ranges.longer(pool, output.elements(), (from, to) -> body.run(
                    as, a.offset() + from, bs, b.offset() + from, ys, output.offset() + from, to - from));
        };
    }

    /**
     * With the second operand in an array of doubles, which vectorises (see {@link WorkerScratch}); every float is a double, so
     * that the results are those of floats. The output may be the first input, the second (the operation commutes) or neither.
     */
    private static CpuKernel commutative(WorkerPool pool, WorkerScratch scratch, Shape shape, Operation body) {
        int elements = shape.elements();
        return (inputs, output, _) -> {
            boolean swapped = same(inputs.at(1), output);
            CpuBuffer a = inputs.at(swapped ? 1 : 0);
            CpuBuffer b = inputs.at(swapped ? 0 : 1);
            boolean inPlace = same(a, output);
            Ranges.pieces(pool, elements, (from, n, worker) -> {
                double[] second = scratch.doubles(worker);
                widen(b.floats(), b.offset() + from, second, n);
                if (!inPlace) {
                    System.arraycopy(a.floats(), a.offset() + from, output.floats(), output.offset() + from, n);
                }
                body.run(output.floats(), output.offset() + from, second, n);
            });
        };
    }

    private static boolean same(CpuBuffer a, CpuBuffer b) {
        return a.floats() == b.floats() && a.offset() == b.offset();
    }

    private static void widen(float[] x, int xo, double[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = x[xo + i];
        }
    }

    static CpuKernel add(WorkerPool pool, WorkerScratch scratch, Shape shape) {
        return commutative(pool, scratch, shape, ElementwiseKernels::add);
    }

    static CpuKernel mul(WorkerPool pool, WorkerScratch scratch, Shape shape) {
        return commutative(pool, scratch, shape, ElementwiseKernels::mul);
    }

    static CpuKernel scale(WorkerPool pool, float factor) {
        return unary(pool, (x, xo, y, yo, n) -> scale(factor, x, xo, y, yo, n));
    }

    static CpuKernel fill(WorkerPool pool, float value) {
        return (_, output, _) -> {
            float[] ys = output.floats();
            Ranges.run(pool, output.elements(), (from, to) ->
                    java.util.Arrays.fill(ys, output.offset() + from, output.offset() + to, value));
        };
    }

    /** y = 2 · coefficient · dy · x, with dy a scalar. */
    static CpuKernel l2Grad(WorkerPool pool, float coefficient) {
        return (inputs, output, _) -> {
            CpuBuffer x = inputs.at(0);
            float factor = 2 * coefficient * inputs.at(1).scalar();
            float[] xs = x.floats();
            float[] ys = output.floats();
            Ranges.run(pool, output.elements(), (from, to) ->
                    scale(factor, xs, x.offset() + from, ys, output.offset() + from, to - from));
        };
    }

    static void scale(float factor, float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = factor * x[xo + i];
        }
    }

    static void add(float[] a, float[] b, int n) {
        for (int i = 0; i < n; i++) {
            a[i] += b[i];
        }
    }

    private static void add(float[] a, int ao, double[] b, int n) {
        for (int i = 0; i < n; i++) {
            a[ao + i] += (float) b[i];
        }
    }

    private static void mul(float[] a, int ao, double[] b, int n) {
        for (int i = 0; i < n; i++) {
            a[ao + i] *= (float) b[i];
        }
    }

    static void add(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = a[ao + i] + b[bo + i];
        }
    }

    static void mul(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = a[ao + i] * b[bo + i];
        }
    }
}
