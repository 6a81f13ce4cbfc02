package org.neocog.cuda;

import static org.neocog.cuda.Argument.flag;
import static org.neocog.cuda.Argument.input;
import static org.neocog.cuda.Argument.output;
import static org.neocog.cuda.Argument.real;
import static org.neocog.cuda.Argument.whole;

import org.neocog.graph.AdadeltaUpdate;
import org.neocog.graph.AdamUpdate;
import org.neocog.graph.MovingAverageUpdate;
import org.neocog.graph.RmsPropUpdate;
import org.neocog.graph.SgdUpdate;

/**
 * What writes to variables. The optimizers' updates of n weights have the inputs parameter (which is the output), gradient,
 * slots, learning rate, step; a history of n numbers has history (which is the output), value, step.
 */
final class UpdatePrograms {
    private static final String FILE = "optimizer.cu";
    private static final int MOST_BLOCKS = 1024;

    private UpdatePrograms() {}

    static Program sgd(int n, SgdUpdate op) {
        if (op.momentum() == 0) {
            return Program.of(KernelCall.of(
                    FILE, "neocog_sgd", Grid.each(n), output(), input(1), input(2), whole(n), real(op.weightDecay())));
        }
        return Program.of(KernelCall.of(
                FILE, "neocog_momentum", Grid.each(n), output(), input(1), input(2), input(3), whole(n),
                real(op.weightDecay()), real(op.momentum()), flag(op.nesterov())));
    }

    static Program rmsProp(int n, RmsPropUpdate op) {
        return Program.of(KernelCall.of(
                FILE, "neocog_rms_prop", Grid.each(n), output(), input(1), input(2), input(3), whole(n),
                real(op.weightDecay()), real(op.alpha()), real(op.epsilon())));
    }

    static Program adadelta(int n, AdadeltaUpdate op) {
        return Program.of(KernelCall.of(
                FILE, "neocog_adadelta", Grid.each(n), output(), input(1), input(2), input(3), input(4), whole(n),
                real(op.weightDecay()), real(op.rho()), real(op.epsilon())));
    }

    static Program adam(int n, AdamUpdate op) {
        return Program.of(KernelCall.of(
                "adam.cu", "neocog_adam", Grid.atMost(MOST_BLOCKS, n), output(), input(1), input(2), input(3), input(4),
                input(5), whole(n), real(op.weightDecay()), real(op.beta1()), real(op.beta2()), real(op.epsilon()),
                flag(op.decoupled())));
    }

    /** Inputs: average (which is the output), value. */
    static Program movingAverage(int n, MovingAverageUpdate op) {
        return Program.of(KernelCall.of(
                "moving_average.cu", "neocog_moving_average", Grid.fours(n), output(), input(1), whole(n), real(op.decay()),
                real(op.share())));
    }

    static Program history(int n) {
        return Program.of(KernelCall.of(
                "history.cu", "neocog_history", Grid.of(1, 1), output(), input(1), input(2), whole(n)));
    }
}
