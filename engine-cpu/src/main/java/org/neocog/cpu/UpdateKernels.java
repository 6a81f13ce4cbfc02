package org.neocog.cpu;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.neocog.graph.AdadeltaUpdate;
import org.neocog.graph.AdamUpdate;
import org.neocog.graph.RmsPropUpdate;
import org.neocog.graph.SgdUpdate;

/**
 * The optimizers' updates, in place. Inputs: parameter w, gradient g, slots, learning rate, step count. The loops run over
 * pieces in scratch arrays, which vectorises (see {@link WorkerScratch}): copies included, they take half of the time.
 */
final class UpdateKernels {
    private UpdateKernels() {}

    static CpuKernel sgd(WorkerPool pool, WorkerScratch scratch, Optional<VectorCode> code, SgdUpdate op) {
        if (code.isPresent()) {
            UpdateFunction function = op.momentum() == 0
                    ? UpdateFunction.SGD
                    : op.nesterov() ? UpdateFunction.NESTEROV : UpdateFunction.MOMENTUM;
            return vectors(pool, scratch, code.get(), function, inputs -> new float[] {
                inputs.at(2 + function.slots()).scalar(), op.weightDecay(), op.momentum()});
        }
        scratch.reserve(3, WorkerScratch.PIECE);
        return (inputs, w, _) -> {
            CpuBuffer g = inputs.at(1);
            float[] ws = w.floats();
            float[] gs = g.floats();
            float decay = op.weightDecay();
            if (op.momentum() == 0) {
                float lr = inputs.at(2).scalar();
                Ranges.run(pool, w.elements(), (from, to) ->
                        plain(ws, w.offset() + from, gs, g.offset() + from, lr, decay, to - from));
                return;
            }
            CpuBuffer v = inputs.at(2);
            float lr = inputs.at(3).scalar();
            Ranges.run(pool, scratch, w.elements(), (from, n, arrays) -> {
                load(w, from, arrays[0], n);
                load(g, from, arrays[1], n);
                load(v, from, arrays[2], n);
                momentum(arrays[0], arrays[1], arrays[2], lr, decay, op.momentum(), op.nesterov(), n);
                store(arrays[0], w, from, n);
                store(arrays[2], v, from, n);
            });
        };
    }

    private static void plain(float[] w, int wo, float[] g, int go, float lr, float decay, int n) {
        for (int i = 0; i < n; i++) {
            w[wo + i] -= lr * (g[go + i] + decay * w[wo + i]);
        }
    }

    private static void momentum(
            float[] w, float[] g, float[] v, float lr, float decay, float momentum, boolean nesterov, int n) {
        if (nesterov) {
            for (int i = 0; i < n; i++) {
                float gradient = g[i] + decay * w[i];
                float velocity = momentum * v[i] + gradient;
                v[i] = velocity;
                w[i] -= lr * (gradient + momentum * velocity);
            }
            return;
        }
        for (int i = 0; i < n; i++) {
            float velocity = momentum * v[i] + (g[i] + decay * w[i]);
            v[i] = velocity;
            w[i] -= lr * velocity;
        }
    }

    static CpuKernel rmsProp(WorkerPool pool, WorkerScratch scratch, RmsPropUpdate op) {
        scratch.reserve(3, WorkerScratch.PIECE);
        return (inputs, w, _) -> {
            CpuBuffer g = inputs.at(1);
            CpuBuffer s = inputs.at(2);
            float lr = inputs.at(3).scalar();
            Ranges.run(pool, scratch, w.elements(), (from, n, arrays) -> {
                load(w, from, arrays[0], n);
                load(g, from, arrays[1], n);
                load(s, from, arrays[2], n);
                rmsProp(arrays[0], arrays[1], arrays[2], lr, op.weightDecay(), op.alpha(), 1 - op.alpha(), op.epsilon(), n);
                store(arrays[0], w, from, n);
                store(arrays[2], s, from, n);
            });
        };
    }

    private static void rmsProp(
            float[] w, float[] g, float[] s, float lr, float decay, float alpha, float rest, float epsilon, int n) {
        for (int i = 0; i < n; i++) {
            float gradient = g[i] + decay * w[i];
            float square = alpha * s[i] + rest * gradient * gradient;
            s[i] = square;
            w[i] -= lr * gradient / ((float) Math.sqrt(square) + epsilon);
        }
    }

    static CpuKernel adam(WorkerPool pool, WorkerScratch scratch, Optional<VectorCode> code, AdamUpdate op) {
        if (code.isPresent()) {
            return vectors(pool, scratch, code.get(), UpdateFunction.ADAM, inputs -> numbers(op, inputs));
        }
        scratch.reserve(4, WorkerScratch.PIECE);
        return (inputs, w, _) -> {
            CpuBuffer g = inputs.at(1);
            CpuBuffer m = inputs.at(2);
            CpuBuffer v = inputs.at(3);
            float[] p = numbers(op, inputs);
            Ranges.run(pool, scratch, w.elements(), (from, n, arrays) -> {
                load(w, from, arrays[0], n);
                load(g, from, arrays[1], n);
                load(m, from, arrays[2], n);
                load(v, from, arrays[3], n);
                adam(arrays[0], arrays[1], arrays[2], arrays[3], p[0], p[1], p[2], p[3], p[4], p[5], p[6], p[7], p[8], n);
                store(arrays[0], w, from, n);
                store(arrays[2], m, from, n);
                store(arrays[3], v, from, n);
            });
        };
    }

    /** rate, root, shrink, decay, β₁, 1 - β₁, β₂, 1 - β₂, ε. */
    private static float[] numbers(AdamUpdate op, CpuKernel.Inputs inputs) {
        float lr = inputs.at(4).scalar();
        int step = inputs.at(5).ints()[inputs.at(5).offset()];
        // The corrections for the slots' start at 0 are the same for every element, so they are worked out once.
        float rate = (float) (lr / (1 - StrictMath.pow(op.beta1(), step)));
        float root = (float) (1 / StrictMath.sqrt(1 - StrictMath.pow(op.beta2(), step)));
        float shrink = op.decoupled() ? 1 - lr * op.weightDecay() : 1;
        float decay = op.decoupled() ? 0 : op.weightDecay();
        return new float[] {
            rate, root, shrink, decay, op.beta1(), 1 - op.beta1(), op.beta2(), 1 - op.beta2(), op.epsilon()};
    }

    /** @param numbers those that the function takes, worked out anew for each step */
    private static CpuKernel vectors(
            WorkerPool pool, WorkerScratch scratch, VectorCode code, UpdateFunction function,
            Function<CpuKernel.Inputs, float[]> numbers) {
        return new VectorKernel((inputs, w, _) -> {
            float[] all = numbers.apply(inputs);
            CpuBuffer[] arrays = new CpuBuffer[2 + function.slots()];
            Arrays.setAll(arrays, i -> i == 0 ? w : inputs.at(i));
            pool.run(Math.ceilDiv(w.elements(), Ranges.STRETCH), (task, worker) -> {
                int from = task * Ranges.STRETCH;
                int n = Math.min(Ranges.STRETCH, w.elements() - from);
                code.updates().run(function, arrays, all, from, n, scratch.ints(worker));
            });
        });
    }

    private static void load(CpuBuffer buffer, int from, float[] array, int n) {
        System.arraycopy(buffer.floats(), buffer.offset() + from, array, 0, n);
    }

    private static void store(float[] array, CpuBuffer buffer, int from, int n) {
        System.arraycopy(array, 0, buffer.floats(), buffer.offset() + from, n);
    }

    private static void adam(
            float[] w, float[] g, float[] m, float[] v, float rate, float root, float shrink, float decay,
            float beta1, float rest1, float beta2, float rest2, float epsilon, int n) {
        for (int i = 0; i < n; i++) {
            float weight = w[i];
            float gradient = g[i] + decay * weight;
            float mean = beta1 * m[i] + rest1 * gradient;
            float square = beta2 * v[i] + rest2 * gradient * gradient;
            m[i] = mean;
            v[i] = square;
            w[i] = shrink * weight - rate * mean / ((float) Math.sqrt(square) * root + epsilon);
        }
    }

    static CpuKernel adadelta(WorkerPool pool, WorkerScratch scratch, AdadeltaUpdate op) {
        scratch.reserve(4, WorkerScratch.PIECE);
        return (inputs, w, _) -> {
            CpuBuffer g = inputs.at(1);
            CpuBuffer s = inputs.at(2);
            CpuBuffer u = inputs.at(3);
            float lr = inputs.at(4).scalar();
            Ranges.run(pool, scratch, w.elements(), (from, n, arrays) -> {
                load(w, from, arrays[0], n);
                load(g, from, arrays[1], n);
                load(s, from, arrays[2], n);
                load(u, from, arrays[3], n);
                adadelta(arrays[0], arrays[1], arrays[2], arrays[3], lr, op.weightDecay(), op.rho(), 1 - op.rho(),
                        op.epsilon(), n);
                store(arrays[0], w, from, n);
                store(arrays[2], s, from, n);
                store(arrays[3], u, from, n);
            });
        };
    }

    private static void adadelta(
            float[] w, float[] g, float[] s, float[] u, float lr, float decay, float rho, float rest, float epsilon, int n) {
        for (int i = 0; i < n; i++) {
            float gradient = g[i] + decay * w[i];
            float square = rho * s[i] + rest * gradient * gradient;
            float ratio = (float) Math.sqrt(u[i] + epsilon) / (float) Math.sqrt(square + epsilon);
            float delta = ratio * gradient;
            s[i] = square;
            u[i] = rho * u[i] + rest * delta * delta;
            w[i] -= lr * delta;
        }
    }
}
