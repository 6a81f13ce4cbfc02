package org.neocog.testing;

import java.util.List;
import org.neocog.graph.AdadeltaUpdate;
import org.neocog.graph.AdamUpdate;
import org.neocog.graph.MovingAverageUpdate;
import org.neocog.graph.OptimizerUpdate;
import org.neocog.graph.RmsPropUpdate;
import org.neocog.graph.SgdUpdate;

/** Reference for the optimizers, element by element. Inputs: parameter, gradient, slots, learning rate, step count. */
final class ReferenceUpdates {
    private ReferenceUpdates() {}

    static List<DoubleTensor> step(OptimizerUpdate op, List<DoubleTensor> in) {
        DoubleTensor w = in.get(0);
        boolean decoupled = op instanceof AdamUpdate adam && adam.decoupled();
        DoubleTensor g =
                decoupled ? in.get(1) : in.get(1).zip(w, (gradient, value) -> gradient + op.weightDecay() * value);
        double lr = in.get(2 + op.slots()).value();
        double t = in.get(3 + op.slots()).value();
        return switch (op) {
            case SgdUpdate sgd -> sgd(sgd, in, w, g, lr);
            case RmsPropUpdate rms -> rmsProp(rms, in.get(2), w, g, lr);
            case AdamUpdate adam -> adam(adam, in, w, g, lr, t);
            case AdadeltaUpdate adadelta -> adadelta(adadelta, in, w, g, lr);
        };
    }

    static DoubleTensor movingAverage(MovingAverageUpdate op, DoubleTensor average, DoubleTensor value) {
        return mean(average, value.map(x -> op.factor() * x), op.decay());
    }

    /** The value takes the place that the steps before it, counted off in rows of the history's length, leave it. */
    static DoubleTensor history(DoubleTensor history, double value, double step) {
        DoubleTensor result = history.map(x -> x);
        int length = history.data().length;
        double before = step - 1;
        result.data()[(int) (before - length * Math.floor(before / length))] = value;
        return result;
    }

    private static List<DoubleTensor> sgd(
            SgdUpdate op, List<DoubleTensor> in, DoubleTensor w, DoubleTensor g, double lr) {
        if (op.momentum() == 0) {
            return List.of(w.zip(g, (value, gradient) -> value - lr * gradient));
        }
        DoubleTensor v = in.get(2).zip(g, (velocity, gradient) -> op.momentum() * velocity + gradient);
        DoubleTensor direction =
                op.nesterov() ? g.zip(v, (gradient, velocity) -> gradient + op.momentum() * velocity) : v;
        return List.of(w.zip(direction, (value, step) -> value - lr * step), v);
    }

    private static List<DoubleTensor> rmsProp(
            RmsPropUpdate op, DoubleTensor square, DoubleTensor w, DoubleTensor g, double lr) {
        DoubleTensor s = mean(square, g.map(x -> x * x), op.alpha());
        DoubleTensor step = g.zip(s, (gradient, mean) -> gradient / (Math.sqrt(mean) + op.epsilon()));
        return List.of(w.zip(step, (value, d) -> value - lr * d), s);
    }

    private static List<DoubleTensor> adam(
            AdamUpdate op, List<DoubleTensor> in, DoubleTensor w, DoubleTensor g, double lr, double t) {
        DoubleTensor m = mean(in.get(2), g, op.beta1());
        DoubleTensor v = mean(in.get(3), g.map(x -> x * x), op.beta2());
        double meanCorrection = 1 - Math.pow(op.beta1(), t);
        double squareCorrection = 1 - Math.pow(op.beta2(), t);
        DoubleTensor step = m.zip(v, (mean, square) ->
                mean / meanCorrection / (Math.sqrt(square / squareCorrection) + op.epsilon()));
        double kept = op.decoupled() ? 1 - lr * op.weightDecay() : 1;
        return List.of(w.zip(step, (value, d) -> value * kept - lr * d), m, v);
    }

    private static List<DoubleTensor> adadelta(
            AdadeltaUpdate op, List<DoubleTensor> in, DoubleTensor w, DoubleTensor g, double lr) {
        DoubleTensor s = mean(in.get(2), g.map(x -> x * x), op.rho());
        DoubleTensor rate = in.get(3).zip(s, (u, mean) -> Math.sqrt(u + op.epsilon()) / Math.sqrt(mean + op.epsilon()));
        DoubleTensor d = rate.zip(g, (r, gradient) -> r * gradient);
        DoubleTensor u = mean(in.get(3), d.map(x -> x * x), op.rho());
        return List.of(w.zip(d, (value, delta) -> value - lr * delta), s, u);
    }

    /** A running mean: decay · old + (1 - decay) · value. */
    private static DoubleTensor mean(DoubleTensor old, DoubleTensor value, double decay) {
        return old.zip(value, (before, now) -> decay * before + (1 - decay) * now);
    }
}
