package org.neocog.cpu;

import java.util.List;
import org.neocog.graph.Lstm;
import org.neocog.graph.LstmGrad;
import org.neocog.graph.LstmOp;
import org.neocog.graph.LstmWeightGrad;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/** Long short-term memory. */
final class LstmKernels {
    private LstmKernels() {}

    static CpuKernel of(WorkerPool pool, RowProducts products, LstmOp op, List<TensorSpec> inputs) {
        Shape first = inputs.get(0).shape();
        return switch (op) {
            case Lstm _ -> new LstmForward(pool, products, LstmSizes.of(first, first.dim(2) / 4));
            case LstmGrad _ -> new LstmBackward(pool, products, LstmSizes.of(first, first.dim(2) / 4));
            case LstmWeightGrad _ -> new LstmWeightGradient(pool, products.gemm(), LstmSizes.of(first, first.dim(2)));
        };
    }
}
