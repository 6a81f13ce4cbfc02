package org.neocog.cuda;

import static org.neocog.cuda.Argument.input;
import static org.neocog.cuda.Argument.output;
import static org.neocog.cuda.Argument.real;
import static org.neocog.cuda.Argument.whole;
import static org.neocog.cuda.Argument.workspace;

import java.util.List;
import org.neocog.graph.BinaryCrossEntropy;
import org.neocog.graph.BinaryCrossEntropyGrad;
import org.neocog.graph.SmoothL1;
import org.neocog.graph.SmoothL1Grad;
import org.neocog.graph.SoftTargetCrossEntropy;
import org.neocog.graph.SoftTargetCrossEntropyGrad;
import org.neocog.graph.TargetLossOp;
import org.neocog.tensor.Shape;

/** Losses against targets of the scores' shape. */
final class TargetLossPrograms {
    private static final String FILE = "target_loss.cu";
    private static final int MOST_BLOCKS = 256;

    private TargetLossPrograms() {}

    static Program of(TargetLossOp op, Shape x) {
        int n = x.elements();
        Grid partial = Grid.atMost(MOST_BLOCKS, (n + 3L) / 4);
        return switch (op) {
            case BinaryCrossEntropy _ -> mean(n, KernelCall.of(
                    FILE, "neocog_binary_cross_entropy_sums", partial, input(0), input(1), workspace(), whole(n)));
            case BinaryCrossEntropyGrad _ -> Program.of(KernelCall.of(
                    FILE, "neocog_binary_cross_entropy_grad", Grid.fours(n), input(0), input(1), input(2), output(),
                    whole(n)));
            case SmoothL1 s -> mean(n, KernelCall.of(
                    FILE, "neocog_smooth_l1_sums", partial, input(0), input(1), workspace(), whole(n), real(s.beta())));
            case SmoothL1Grad s -> Program.of(KernelCall.of(
                    FILE, "neocog_smooth_l1_grad", Grid.fours(n), input(0), input(1), input(2), output(), whole(n),
                    real(s.beta())));
            case SoftTargetCrossEntropy _ -> Program.of(KernelCall.of(
                    FILE, "neocog_soft_target_cross_entropy", Grid.of(1, 1024), input(0), input(1), output(),
                    whole(x.dim(0)), whole(x.dim(1))));
            case SoftTargetCrossEntropyGrad _ -> Program.of(KernelCall.of(
                    FILE, "neocog_soft_target_cross_entropy_grad", Grid.warps(x.dim(0)), input(0), input(1), input(2),
                    output(), whole(x.dim(0)), whole(x.dim(1))));
        };
    }

    /** Sums of stretches in the workspace, then their mean. */
    private static Program mean(int n, KernelCall partial) {
        int blocks = partial.grid().blocks();
        KernelCall total = KernelCall.of(
                FILE, "neocog_target_loss_mean", Grid.of(1, 256), workspace(), output(), whole(blocks), whole(n));
        return new Program(List.of(partial, total), (long) Double.BYTES * blocks, "");
    }
}
