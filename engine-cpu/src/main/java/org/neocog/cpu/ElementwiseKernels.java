package org.neocog.cpu;

import org.neocog.tensor.Shape;

/**
 * Operations that make one element of the output from one element of each input. The loops are small static methods over
 * arrays and offsets, the form that the JIT compiler vectorises; output and input may be the same elements.
 */
final class ElementwiseKernels {
    /** Three arrays of so many elements, 24 MiB, lie in a level-3 cache. */
    static final int CACHED = 1 << 21;

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
    interface BinaryInPlace {
        /** Replaces the first n elements of a. */
        void run(float[] a, float[] b, int n);
    }

    private ElementwiseKernels() {}

    static CpuKernel unary(WorkerPool pool, Unary body) {
        return (inputs, output, _) -> {
            CpuBuffer x = inputs.at(0);
            float[] xs = x.floats();
            float[] ys = output.floats();
            Ranges.run(pool, output.elements(), (from, to) ->
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
            Ranges.run(pool, output.elements(), (from, to) -> body.run(
                    as, a.offset() + from, bs, b.offset() + from, ys, output.offset() + from, to - from));
        };
    }

    /**
     * Two inputs in arrays of their own that begin at 0, which vectorises (see {@link WorkerScratch}), unless there are so many
     * elements that the memory is the slower one: it is read best without a stop.
     *
     * @param direct the same arithmetic
     */
    private static CpuKernel binary(
            WorkerPool pool, WorkerScratch scratch, int elements, BinaryInPlace body, Binary direct) {
        if (elements > CACHED) {
            return binary(pool, direct);
        }
        scratch.reserve(2, WorkerScratch.PIECE);
        return (inputs, output, _) -> {
            CpuBuffer a = inputs.at(0);
            CpuBuffer b = inputs.at(1);
            float[] as = a.floats();
            float[] bs = b.floats();
            float[] ys = output.floats();
            Ranges.run(pool, scratch, output.elements(), (from, n, arrays) -> {
                System.arraycopy(as, a.offset() + from, arrays[0], 0, n);
                System.arraycopy(bs, b.offset() + from, arrays[1], 0, n);
                body.run(arrays[0], arrays[1], n);
                System.arraycopy(arrays[0], 0, ys, output.offset() + from, n);
            });
        };
    }

    static CpuKernel add(WorkerPool pool, WorkerScratch scratch, Shape shape) {
        return binary(pool, scratch, shape.elements(), ElementwiseKernels::add, ElementwiseKernels::add);
    }

    static CpuKernel mul(WorkerPool pool, WorkerScratch scratch, Shape shape) {
        return binary(pool, scratch, shape.elements(), ElementwiseKernels::mul, ElementwiseKernels::mul);
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

    static void mul(float[] a, float[] b, int n) {
        for (int i = 0; i < n; i++) {
            a[i] *= b[i];
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
