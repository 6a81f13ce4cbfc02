package org.neocog.testing;

import static java.lang.Float.NEGATIVE_INFINITY;
import static java.lang.Float.NaN;
import static java.lang.Float.POSITIVE_INFINITY;

import java.util.List;
import org.neocog.graph.Add;
import org.neocog.graph.AdamUpdate;
import org.neocog.graph.AddBias;
import org.neocog.graph.ComputeOp;
import org.neocog.graph.Dropout;
import org.neocog.graph.Fill;
import org.neocog.graph.HistoryUpdate;
import org.neocog.graph.Mul;
import org.neocog.graph.Relu;
import org.neocog.graph.ReluGrad;
import org.neocog.graph.Scale;
import org.neocog.graph.SgdUpdate;
import org.neocog.graph.Sigmoid;
import org.neocog.graph.SigmoidGrad;
import org.neocog.graph.Tanh;
import org.neocog.graph.TanhGrad;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.TensorSpec;

/** What element-by-element operations make of NaN, infinities and large numbers: IEEE 754, and a NaN stays where it is. */
final class SpecialMapCases {
    private static final HostTensor ODD =
            Tensors.row(NaN, POSITIVE_INFINITY, NEGATIVE_INFINITY, -0f, 0, 1e30f, -1e30f, 1e-40f);

    private SpecialMapCases() {}

    static List<OpCase> all() {
        return List.of(
                exact("odd-values", new Relu(), List.of(ODD), NaN, POSITIVE_INFINITY, 0, 0, 0, 1e30f, 0, 1e-40f),
                // A choice, not a product: a gradient that is NaN or infinite does not pass where y is 0.
                exact("odd-values", new ReluGrad(),
                        List.of(
                                Tensors.row(NaN, 0, 0, 1, POSITIVE_INFINITY, -0f),
                                Tensors.row(2, NaN, POSITIVE_INFINITY, NaN, 3, 5)),
                        2, 0, 0, NaN, 3, 0),
                close("odd-values", new Sigmoid(), List.of(ODD), NaN, 1, 0, 0.5f, 0.5f, 1, 0, 0.5f),
                close("odd-values", new Tanh(), List.of(ODD), NaN, 1, -1, 0, 0, 1, -1, 1e-40f),
                close("saturated", new Sigmoid(), List.of(Tensors.row(-1e4f, 1e4f, -100, 100)), 0, 1, 3.7835e-44f, 1),
                close("saturated", new Tanh(), List.of(Tensors.row(-1e4f, 1e4f, -50, 50)), -1, 1, -1, 1),
                close("odd-values", new SigmoidGrad(),
                        List.of(Tensors.row(NaN, 0.5f, 1), Tensors.row(1, NaN, 1e30f)), NaN, NaN, 0),
                close("odd-values", new TanhGrad(),
                        List.of(Tensors.row(NaN, 0.5f, -1), Tensors.row(1, NaN, 1e30f)), NaN, NaN, 0),
                exact("odd-values", new Add(),
                        List.of(
                                Tensors.row(NaN, POSITIVE_INFINITY, POSITIVE_INFINITY, 3e38f, 1),
                                Tensors.row(1, NEGATIVE_INFINITY, 1, 3e38f, 2)),
                        NaN, NaN, POSITIVE_INFINITY, POSITIVE_INFINITY, 3),
                exact("odd-values", new Mul(),
                        List.of(Tensors.row(NaN, POSITIVE_INFINITY, 0, 1e30f), Tensors.row(0, 0, NaN, -1e30f)),
                        NaN, NaN, NaN, NEGATIVE_INFINITY),
                exact("odd-values", new Scale(0), List.of(Tensors.row(NaN, POSITIVE_INFINITY, 1)), NaN, NaN, 0),
                exact("nan", new Fill(TensorSpec.f32(3), NaN), List.of(), NaN, NaN, NaN),
                exact("nan-in-one-channel", new AddBias(),
                        List.of(Tensors.matrix(2, 1, 2, 3, 4), Tensors.row(NaN, 10)), NaN, 12, NaN, 14),
                // Philox's published block for key and counter 0 begins 6627e8d5 e169c58d bc57ac4c 9b00dbd8: 0.40, 0.88,
                // 0.74, 0.61. What is dropped is 0, not NaN · 0.
                exact("dropped-nan-is-0", new Dropout(0.5f, 0),
                        List.of(Tensors.row(NaN, NaN, 1, POSITIVE_INFINITY), Tensors.labels(0, 0, 0, 0)),
                        0, NaN, 2, POSITIVE_INFINITY),
                close("nan-gradient", new SgdUpdate(0, false, 0),
                        List.of(Tensors.row(1, 2, 3), Tensors.row(0, NaN, 1), HostTensor.scalar(0.5f), Tensors.step(1)),
                        1, NaN, 2.5f),
                close("gradient-0-from-the-start", new AdamUpdate(0.9f, 0.999f, 1e-8f, 0, false),
                        List.of(
                                Tensors.row(1, -2), Tensors.row(0, NaN), Tensors.row(0, 0), Tensors.row(0, 0),
                                HostTensor.scalar(0.1f), Tensors.step(1)),
                        1, NaN),
                exact("nan-at-step-5", new HistoryUpdate(),
                        List.of(Tensors.row(NaN, 2, 3), HostTensor.scalar(NaN), Tensors.step(5)), NaN, NaN, 3),
                exact("infinity-at-step-3", new HistoryUpdate(),
                        List.of(Tensors.row(1, NaN, 3), HostTensor.scalar(POSITIVE_INFINITY), Tensors.step(3)),
                        1, NaN, POSITIVE_INFINITY));
    }

    private static OpCase exact(String name, ComputeOp op, List<HostTensor> inputs, float... output) {
        return OpCase.special(name, op, Tolerances.EXACT, inputs, output);
    }

    private static OpCase close(String name, ComputeOp op, List<HostTensor> inputs, float... output) {
        return OpCase.special(name, op, Tolerances.ELEMENTWISE, inputs, output);
    }
}
