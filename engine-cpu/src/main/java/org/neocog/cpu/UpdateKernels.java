package org.neocog.cpu;

import org.neocog.graph.AdadeltaUpdate;
import org.neocog.graph.AdamUpdate;
import org.neocog.graph.RmsPropUpdate;
import org.neocog.graph.SgdUpdate;

/**
 * The optimizers' updates, in place. Inputs: parameter w, gradient g, slots, learning rate, step count. The loops read and
 * write arrays element by element, the form that the JIT compiler vectorises.
 */
final class UpdateKernels {
    private UpdateKernels() {}

    static CpuKernel sgd(WorkerPool pool, SgdUpdate op) {
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
            float[] vs = v.floats();
            float lr = inputs.at(3).scalar();
            Ranges.run(pool, w.elements(), (from, to) -> momentum(
                    ws, w.offset() + from, gs, g.offset() + from, vs, v.offset() + from,
                    lr, decay, op.momentum(), op.nesterov(), to - from));
        };
    }

    private static void plain(float[] w, int wo, float[] g, int go, float lr, float decay, int n) {
        for (int i = 0; i < n; i++) {
            w[wo + i] -= lr * (g[go + i] + decay * w[wo + i]);
        }
    }

    private static void momentum(
            float[] w, int wo, float[] g, int go, float[] v, int vo,
            float lr, float decay, float momentum, boolean nesterov, int n) {
        if (nesterov) {
            for (int i = 0; i < n; i++) {
                float gradient = g[go + i] + decay * w[wo + i];
                float velocity = momentum * v[vo + i] + gradient;
                v[vo + i] = velocity;
                w[wo + i] -= lr * (gradient + momentum * velocity);
            }
            return;
        }
        for (int i = 0; i < n; i++) {
            float velocity = momentum * v[vo + i] + (g[go + i] + decay * w[wo + i]);
            v[vo + i] = velocity;
            w[wo + i] -= lr * velocity;
        }
    }

    static CpuKernel rmsProp(WorkerPool pool, RmsPropUpdate op) {
        return (inputs, w, _) -> {
            CpuBuffer g = inputs.at(1);
            CpuBuffer s = inputs.at(2);
            float lr = inputs.at(3).scalar();
            float[] ws = w.floats();
            float[] gs = g.floats();
            float[] ss = s.floats();
            Ranges.run(pool, w.elements(), (from, to) -> rmsProp(
                    ws, w.offset() + from, gs, g.offset() + from, ss, s.offset() + from,
                    lr, op.weightDecay(), op.alpha(), 1 - op.alpha(), op.epsilon(), to - from));
        };
    }

    private static void rmsProp(
            float[] w, int wo, float[] g, int go, float[] s, int so,
            float lr, float decay, float alpha, float rest, float epsilon, int n) {
        for (int i = 0; i < n; i++) {
            float gradient = g[go + i] + decay * w[wo + i];
            float square = alpha * s[so + i] + rest * gradient * gradient;
            s[so + i] = square;
            w[wo + i] -= lr * gradient / ((float) Math.sqrt(square) + epsilon);
        }
    }

    static CpuKernel adam(WorkerPool pool, WorkerScratch scratch, AdamUpdate op) {
        scratch.reserve(4, WorkerScratch.PIECE);
        return (inputs, w, _) -> {
            CpuBuffer g = inputs.at(1);
            CpuBuffer m = inputs.at(2);
            CpuBuffer v = inputs.at(3);
            float lr = inputs.at(4).scalar();
            int step = inputs.at(5).ints()[inputs.at(5).offset()];
            // The corrections for the slots' start at 0 are the same for every element, so they are worked out once.
            float rate = (float) (lr / (1 - StrictMath.pow(op.beta1(), step)));
            float root = (float) (1 / StrictMath.sqrt(1 - StrictMath.pow(op.beta2(), step)));
            float shrink = op.decoupled() ? 1 - lr * op.weightDecay() : 1;
            float decay = op.decoupled() ? 0 : op.weightDecay();
            Ranges.run(pool, scratch, w.elements(), (from, n, arrays) -> {
                load(w, from, arrays[0], n);
                load(g, from, arrays[1], n);
                load(m, from, arrays[2], n);
                load(v, from, arrays[3], n);
                adam(arrays[0], arrays[1], arrays[2], arrays[3], rate, root, shrink, decay, op.beta1(), 1 - op.beta1(),
                        op.beta2(), 1 - op.beta2(), op.epsilon(), n);
                store(arrays[0], w, from, n);
                store(arrays[2], m, from, n);
                store(arrays[3], v, from, n);
            });
        };
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

    static CpuKernel adadelta(WorkerPool pool, AdadeltaUpdate op) {
        return (inputs, w, _) -> {
            CpuBuffer g = inputs.at(1);
            CpuBuffer s = inputs.at(2);
            CpuBuffer u = inputs.at(3);
            float lr = inputs.at(4).scalar();
            float[] ws = w.floats();
            float[] gs = g.floats();
            float[] ss = s.floats();
            float[] us = u.floats();
            Ranges.run(pool, w.elements(), (from, to) -> adadelta(
                    ws, w.offset() + from, gs, g.offset() + from, ss, s.offset() + from, us, u.offset() + from,
                    lr, op.weightDecay(), op.rho(), 1 - op.rho(), op.epsilon(), to - from));
        };
    }

    private static void adadelta(
            float[] w, int wo, float[] g, int go, float[] s, int so, float[] u, int uo,
            float lr, float decay, float rho, float rest, float epsilon, int n) {
        for (int i = 0; i < n; i++) {
            float gradient = g[go + i] + decay * w[wo + i];
            float square = rho * s[so + i] + rest * gradient * gradient;
            float ratio = (float) Math.sqrt(u[uo + i] + epsilon) / (float) Math.sqrt(square + epsilon);
            float delta = ratio * gradient;
            s[so + i] = square;
            u[uo + i] = rho * u[uo + i] + rest * delta * delta;
            w[wo + i] -= lr * delta;
        }
    }
}
