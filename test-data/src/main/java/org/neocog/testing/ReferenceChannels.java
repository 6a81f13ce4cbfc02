package org.neocog.testing;

import org.neocog.graph.DropPath;
import org.neocog.graph.Dropout;
import org.neocog.random.Philox;

/** Reference for what works channel by channel, and for dropout. */
final class ReferenceChannels {
    private ReferenceChannels() {}

    static DoubleTensor addBias(DoubleTensor x, DoubleTensor bias) {
        DoubleTensor y = DoubleTensor.zeros(x.shape());
        for (int i = 0; i < y.data().length; i++) {
            y.data()[i] = x.data()[i] + bias.data()[channel(x, i)];
        }
        return y;
    }

    static DoubleTensor sum(DoubleTensor x) {
        DoubleTensor y = DoubleTensor.zeros(x.dim(1));
        for (int i = 0; i < x.data().length; i++) {
            y.data()[channel(x, i)] += x.data()[i];
        }
        return y;
    }

    private static int channel(DoubleTensor x, int index) {
        int plane = x.shape().elements(2, x.shape().rank());
        return index / plane % x.dim(1);
    }

    /** A dropout of the examples' numbers 1, 1, …, by which the examples are then multiplied. */
    static DoubleTensor dropPath(DropPath op, DoubleTensor x, DoubleTensor random) {
        DoubleTensor ones = DoubleTensor.zeros(x.dim(0)).map(_ -> 1);
        DoubleTensor kept = dropout(new Dropout(op.rate(), op.stream()), ones, random);
        DoubleTensor y = DoubleTensor.zeros(x.shape());
        for (int i = 0; i < y.data().length; i++) {
            double factor = kept.data()[i / (y.data().length / x.dim(0))];
            y.data()[i] = factor == 0 ? 0 : x.data()[i] * factor;
        }
        return y;
    }

    static DoubleTensor dropout(Dropout op, DoubleTensor x, DoubleTensor random) {
        DoubleTensor y = DoubleTensor.zeros(x.shape());
        int[] state = new int[4];
        for (int i = 0; i < 4; i++) {
            state[i] = (int) random.data()[i];
        }
        int[] block = new int[4];
        for (int i = 0; i < y.data().length; i++) {
            Philox.block(state[0], state[1], i / 4, op.stream(), state[2], state[3], block);
            boolean stays = Philox.toUniform(block[i % 4]) >= op.rate();
            y.data()[i] = stays ? x.data()[i] * op.scale() : 0;
        }
        return y;
    }
}
