package org.neocog.cpu;

import org.neocog.tensor.Shape;

/**
 * Whole tensors to one number: partial sums over stretches whose borders depend on the number of elements alone, in
 * double precision, added up in order.
 */
final class ReductionKernels {
    private ReductionKernels() {}

    /** The sum over elements {@code from .. to-1}. */
    @FunctionalInterface
    interface Partial {
        double of(Inputs2 inputs, int from, int to);
    }

    /** The first and the last input: arrays and where the elements begin. */
    record Inputs2(float[] a, int ao, float[] b, int bo) {}

    /** {@code factor · Σ}, or with {@code onto} input 1, a scalar, plus it. */
    private record Sum(WorkerPool pool, int elements, double factor, boolean onto, Partial partial) implements CpuKernel {
        @Override
        public long workspaceBytes() {
            return (long) Float.BYTES * 2 * Math.ceilDiv(elements, Ranges.STRETCH);
        }

        @Override
        public void launch(Inputs inputs, CpuBuffer output, CpuBuffer workspace) {
            CpuBuffer a = inputs.at(0);
            CpuBuffer b = inputs.at(inputs.size() - 1);
            Inputs2 arrays = new Inputs2(a.floats(), a.offset(), b.floats(), b.offset());
            float[] sums = workspace.floats();
            Ranges.run(pool, elements, (from, to) -> {
                double sum = partial.of(arrays, from, to);
                int at = workspace.offset() + from / Ranges.STRETCH * 2;
                // A double as two floats: the nearest float and what it lacks.
                sums[at] = (float) sum;
                sums[at + 1] = Float.isFinite(sums[at]) ? (float) (sum - sums[at]) : 0;
            });
            double total = onto ? inputs.at(1).scalar() : 0;
            for (int i = 0; i < Math.ceilDiv(elements, Ranges.STRETCH); i++) {
                total += (double) sums[workspace.offset() + 2 * i] + sums[workspace.offset() + 2 * i + 1];
            }
            output.floats()[output.offset()] = (float) (total * factor);
        }
    }

    static CpuKernel l2(WorkerPool pool, Shape shape, float coefficient) {
        return new Sum(pool, shape.elements(), coefficient, false, ReductionKernels::squares);
    }

    static CpuKernel addSquares(WorkerPool pool, Shape shape) {
        return new Sum(pool, shape.elements(), 1, true, ReductionKernels::squares);
    }

    private static double squares(Inputs2 x, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            double value = x.a[x.ao + i];
            sum += value * value;
        }
        return sum;
    }

    /** The sum over all elements divided by their number. */
    static CpuKernel mean(WorkerPool pool, Shape shape, Partial partial) {
        return new Sum(pool, shape.elements(), 1.0 / shape.elements(), false, partial);
    }

    static CpuKernel meanSquaredError(WorkerPool pool, Shape shape) {
        return mean(pool, shape, (x, from, to) -> {
            double sum = 0;
            for (int i = from; i < to; i++) {
                double difference = (double) x.a[x.ao + i] - x.b[x.bo + i];
                sum += difference * difference;
            }
            return sum;
        });
    }

    static CpuKernel meanSquaredErrorGrad(WorkerPool pool, Shape shape) {
        return (inputs, output, _) -> {
            CpuBuffer x = inputs.at(0);
            CpuBuffer target = inputs.at(1);
            float factor = (float) (2.0 * inputs.at(2).scalar() / shape.elements());
            float[] xs = x.floats();
            float[] targets = target.floats();
            float[] ys = output.floats();
            Ranges.run(pool, shape.elements(), (from, to) -> {
                for (int i = from; i < to; i++) {
                    ys[output.offset() + i] = factor * (xs[x.offset() + i] - targets[target.offset() + i]);
                }
            });
        };
    }
}
