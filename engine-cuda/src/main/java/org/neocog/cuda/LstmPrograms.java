package org.neocog.cuda;

import static org.neocog.cuda.Argument.at;
import static org.neocog.cuda.Argument.input;
import static org.neocog.cuda.Argument.output;
import static org.neocog.cuda.Argument.real;
import static org.neocog.cuda.Argument.whole;

import java.util.ArrayList;
import java.util.List;
import org.neocog.cuda.MatrixProduct.Matrix;
import org.neocog.graph.Lstm;
import org.neocog.graph.LstmGrad;
import org.neocog.graph.LstmOp;
import org.neocog.graph.LstmWeightGrad;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/** Long short-term memory: for each step a product with the recurrent weights and a kernel for the cells. */
final class LstmPrograms {
    private static final String FILE = "lstm.cu";
    private static final String METHOD = "cuBLAS";

    private final int batch;
    private final int steps;
    private final int hidden;
    private final int gates;
    private final List<Command> commands = new ArrayList<>();

    private LstmPrograms(Shape sequences, int hidden) {
        this.batch = sequences.dim(0);
        this.steps = sequences.dim(1);
        this.hidden = hidden;
        this.gates = 4 * hidden;
    }

    static Program of(LstmOp op, List<TensorSpec> inputs) {
        Shape first = inputs.get(0).shape();
        return switch (op) {
            case Lstm _ -> new LstmPrograms(first, first.dim(2) / 4).forward();
            case LstmGrad _ -> new LstmPrograms(first, first.dim(2) / 4).backward();
            case LstmWeightGrad _ -> new LstmPrograms(first, first.dim(2)).weightGradient();
        };
    }

    /** The workspace has the products N x 4H and the cells N x H. */
    private Program forward() {
        Place cells = Place.WORKSPACE.plus((long) batch * gates);
        for (int t = 0; t < steps; t++) {
            if (t > 0) {
                commands.add(new MatrixProduct(
                        batch, gates, hidden,
                        Matrix.plain(Place.OUTPUT.plus((t - 1L) * hidden), steps * hidden, 0),
                        Matrix.transposed(Place.input(1), hidden, 0),
                        Matrix.plain(Place.WORKSPACE, gates, 0), false, 1));
            }
            commands.add(KernelCall.of(
                    FILE, "neocog_lstm_step", Grid.each((long) batch * hidden), input(0), at(Place.WORKSPACE), at(cells),
                    output(), whole(batch), whole(steps), whole(hidden), whole(t)));
        }
        return new Program(commands, (long) Float.BYTES * batch * (gates + hidden), METHOD);
    }

    /** The workspace has the gates N x T x 4H, the cells N x T x H, and what comes back by hidden state and cell, N x H each. */
    private Program backward() {
        long rows = (long) batch * steps;
        Place active = Place.WORKSPACE;
        Place cells = active.plus(rows * gates);
        Place byHidden = cells.plus(rows * hidden);
        Place byCell = byHidden.plus((long) batch * hidden);
        if (steps > 1) {
            commands.add(new MatrixProduct(
                    steps - 1, gates, hidden,
                    Matrix.plain(Place.input(2), hidden, (long) steps * hidden),
                    Matrix.transposed(Place.input(1), hidden, 0),
                    Matrix.plain(active.plus(gates), gates, (long) steps * gates), false, batch));
        }
        commands.add(KernelCall.of(
                FILE, "neocog_lstm_gates", Grid.each((long) batch * hidden), input(0), at(active), at(cells), whole(batch),
                whole(steps), whole(hidden)));
        for (int t = steps - 1; t >= 0; t--) {
            commands.add(KernelCall.of(
                    FILE, "neocog_lstm_step_grad", Grid.each((long) batch * hidden), at(active), at(cells), input(3),
                    at(byHidden), at(byCell), output(), whole(batch), whole(steps), whole(hidden), whole(t)));
            if (t > 0) {
                commands.add(new MatrixProduct(
                        batch, hidden, gates,
                        Matrix.plain(Place.OUTPUT.plus((long) t * gates), steps * gates, 0),
                        Matrix.plain(Place.input(1), hidden, 0),
                        Matrix.plain(byHidden, hidden, 0), false, 1));
            }
        }
        return new Program(commands, byCell.byteOffset() + (long) Float.BYTES * batch * hidden, METHOD);
    }

    /** One product for each sequence or for each step, whichever are fewer, added up in order. */
    private Program weightGradient() {
        int later = steps - 1;
        boolean bySequence = batch <= later;
        int inner = bySequence ? later : batch;
        int jump = bySequence ? 1 : steps;
        for (int i = 0; i < (bySequence ? batch : later); i++) {
            long row = bySequence ? (long) i * steps : i;
            commands.add(new MatrixProduct(
                    gates, hidden, inner,
                    Matrix.transposed(Place.input(1).plus((row + 1) * gates), jump * gates, 0),
                    Matrix.plain(Place.input(0).plus(row * hidden), jump * hidden, 0),
                    Matrix.plain(Place.OUTPUT, hidden, 0), i > 0, 1));
        }
        if (later == 0) {
            int n = gates * hidden;
            commands.add(KernelCall.of("elementwise.cu", "neocog_fill", Grid.fours(n), output(), whole(n), real(0)));
        }
        return new Program(commands, 0, METHOD);
    }
}
