package org.neocog.testing;

import java.util.List;
import org.neocog.graph.Lstm;
import org.neocog.graph.LstmGrad;
import org.neocog.graph.LstmOp;
import org.neocog.graph.LstmWeightGrad;

/** Reference for long short-term memory: PyTorch's formulas, and the chain rule on them, element by element. */
final class ReferenceLstm {
    private final int batch;
    private final int steps;
    private final int hidden;

    private ReferenceLstm(DoubleTensor sequences, int hidden) {
        this.batch = sequences.dim(0);
        this.steps = sequences.dim(1);
        this.hidden = hidden;
    }

    static DoubleTensor output(LstmOp op, List<DoubleTensor> in) {
        DoubleTensor first = in.get(0);
        return switch (op) {
            case Lstm _ -> new ReferenceLstm(first, first.dim(2) / 4).hiddenStates(first, in.get(1));
            case LstmGrad _ -> new ReferenceLstm(first, first.dim(2) / 4).gradient(first, in.get(1), in.get(3));
            case LstmWeightGrad _ -> new ReferenceLstm(first, first.dim(2)).weightGradient(first, in.get(1));
        };
    }

    private int at(int n, int t, int j) {
        return (n * steps + t) * hidden + j;
    }

    private int gate(int n, int t, int gate, int j) {
        return ((n * steps + t) * 4 + gate) * hidden + j;
    }

    /** Gates after their functions, cells and hidden states of all steps. */
    private record States(double[] gates, double[] cells, double[] hidden) {}

    private States states(DoubleTensor given, DoubleTensor weight) {
        States s = new States(
                new double[batch * steps * 4 * hidden], new double[batch * steps * hidden], new double[batch * steps * hidden]);
        for (int n = 0; n < batch; n++) {
            for (int t = 0; t < steps; t++) {
                for (int row = 0; row < 4 * hidden; row++) {
                    int at = gate(n, t, 0, row);
                    double sum = given.data()[at];
                    for (int j = 0; t > 0 && j < hidden; j++) {
                        sum += weight.at(row, j) * s.hidden[at(n, t - 1, j)];
                    }
                    s.gates[at] = row / hidden == 2 ? Math.tanh(sum) : 1 / (1 + Math.exp(-sum));
                }
                for (int j = 0; j < hidden; j++) {
                    double before = t > 0 ? s.cells[at(n, t - 1, j)] : 0;
                    double cell = s.gates[gate(n, t, 1, j)] * before + s.gates[gate(n, t, 0, j)] * s.gates[gate(n, t, 2, j)];
                    s.cells[at(n, t, j)] = cell;
                    s.hidden[at(n, t, j)] = s.gates[gate(n, t, 3, j)] * Math.tanh(cell);
                }
            }
        }
        return s;
    }

    private DoubleTensor hiddenStates(DoubleTensor gates, DoubleTensor weight) {
        DoubleTensor h = DoubleTensor.zeros(batch, steps, hidden);
        System.arraycopy(states(gates, weight).hidden, 0, h.data(), 0, h.data().length);
        return h;
    }

    private DoubleTensor gradient(DoubleTensor gates, DoubleTensor weight, DoubleTensor dh) {
        States s = states(gates, weight);
        DoubleTensor d = DoubleTensor.zeros(gates.shape());
        for (int n = 0; n < batch; n++) {
            double[] back = new double[hidden];
            double[] cellBack = new double[hidden];
            for (int t = steps - 1; t >= 0; t--) {
                for (int j = 0; j < hidden; j++) {
                    double i = s.gates[gate(n, t, 0, j)];
                    double f = s.gates[gate(n, t, 1, j)];
                    double g = s.gates[gate(n, t, 2, j)];
                    double o = s.gates[gate(n, t, 3, j)];
                    double squashed = Math.tanh(s.cells[at(n, t, j)]);
                    double slope = dh.data()[at(n, t, j)] + back[j];
                    double cell = cellBack[j] + slope * o * (1 - squashed * squashed);
                    d.data()[gate(n, t, 0, j)] = cell * g * i * (1 - i);
                    d.data()[gate(n, t, 1, j)] = cell * (t > 0 ? s.cells[at(n, t - 1, j)] : 0) * f * (1 - f);
                    d.data()[gate(n, t, 2, j)] = cell * i * (1 - g * g);
                    d.data()[gate(n, t, 3, j)] = slope * squashed * o * (1 - o);
                    cellBack[j] = cell * f;
                }
                for (int j = 0; j < hidden; j++) {
                    back[j] = 0;
                    for (int row = 0; row < 4 * hidden; row++) {
                        back[j] += weight.at(row, j) * d.data()[gate(n, t, 0, row)];
                    }
                }
            }
        }
        return d;
    }

    private DoubleTensor weightGradient(DoubleTensor h, DoubleTensor dgates) {
        DoubleTensor dw = DoubleTensor.zeros(4 * hidden, hidden);
        for (int n = 0; n < batch; n++) {
            for (int t = 1; t < steps; t++) {
                for (int row = 0; row < 4 * hidden; row++) {
                    for (int j = 0; j < hidden; j++) {
                        dw.data()[row * hidden + j] += dgates.data()[gate(n, t, 0, row)] * h.data()[at(n, t - 1, j)];
                    }
                }
            }
        }
        return dw;
    }
}
