package org.neocog.testing;

import static java.lang.Float.NEGATIVE_INFINITY;
import static java.lang.Float.NaN;
import static java.lang.Float.POSITIVE_INFINITY;

import java.util.ArrayList;
import java.util.List;
import org.neocog.graph.ActivationOp;
import org.neocog.graph.ComputeOp;
import org.neocog.graph.Elu;
import org.neocog.graph.EluGrad;
import org.neocog.graph.Gelu;
import org.neocog.graph.GeluGrad;
import org.neocog.graph.LeakyRelu;
import org.neocog.graph.LeakyReluGrad;
import org.neocog.graph.LogSoftmax;
import org.neocog.graph.LogSoftmaxGrad;
import org.neocog.graph.Softmax;
import org.neocog.graph.Softplus;
import org.neocog.graph.SoftplusGrad;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/** Activation functions: ordinary values, far ones, and what they make of NaN and infinities. */
final class ActivationCases {
    private static final HostTensor ODD =
            Tensors.row(NaN, POSITIVE_INFINITY, NEGATIVE_INFINITY, -0f, 0, 1e30f, -1e30f, 1e-40f);

    private final List<OpCase> cases = new ArrayList<>();

    private ActivationCases() {}

    static List<OpCase> all() {
        ActivationCases activations = new ActivationCases();
        for (Shape shape : List.of(
                Shape.scalar(), Shape.of(1), Shape.of(15), Shape.of(3, 37), Shape.of(2, 3, 5, 7), Shape.of(100_003))) {
            activations.elements(shape);
        }
        for (Shape shape : List.of(Shape.of(1, 1), Shape.of(5, 7), Shape.of(33, 130), Shape.of(2, 5000))) {
            activations.rows(shape);
        }
        activations.special();
        activations.softmaxes();
        return activations.cases;
    }

    private void elements(Shape shape) {
        TensorSpec spec = TensorSpec.f32(shape);
        boolean small = shape.elements() <= 1000;
        CaseInput bent = small
                ? CaseInput.smooth(spec, Values.uniform(-2, 2))
                : CaseInput.plain(spec, Values.uniform(-20, 20));
        // Differences keep away from 0, where an ELU is not smooth.
        CaseInput kinked = small ? CaseInput.smooth(spec, Values.awayFromZero(0.3f)) : bent;
        CaseInput homogeneous = small ? CaseInput.linear(spec, Values.awayFromZero(0.01f)) : bent;
        CaseInput any = CaseInput.plain(spec, Values.uniform(-6, 6));
        CaseInput above = CaseInput.plain(spec, Values.uniform(0, 6));
        String name = shape.toString();
        for (float slope : new float[] {0, 0.01f, 1.5f}) {
            both(name + "-slope-" + slope, new LeakyRelu(slope), homogeneous, new LeakyReluGrad(slope), any);
        }
        both(name, new Elu(1), kinked, new EluGrad(1), CaseInput.plain(spec, Values.uniform(-1, 1)));
        both(name + "-alpha-0.3", new Elu(0.3f), kinked, new EluGrad(0.3f),
                CaseInput.plain(spec, Values.uniform(-0.3f, 1)));
        both(name, new Gelu(), bent, new GeluGrad(), any);
        both(name, new Softplus(), bent, new SoftplusGrad(), above);
    }

    private void rows(Shape shape) {
        TensorSpec spec = TensorSpec.f32(shape);
        CaseInput x = shape.elements() <= 5000
                ? CaseInput.smooth(spec, Values.uniform(-2, 2))
                : CaseInput.plain(spec, Values.uniform(-20, 20));
        both(shape.toString(), new LogSoftmax(), x, new LogSoftmaxGrad(), CaseInput.plain(spec, Values.uniform(-9, 0)));
    }

    private void both(String name, ActivationOp op, CaseInput x, ActivationOp grad, CaseInput y) {
        cases.add(OpCase.of(name, op, Tolerances.ELEMENTWISE, x));
        cases.add(OpCase.of(name, grad, Tolerances.ELEMENTWISE, y, CaseInput.plain(y.spec(), Values.uniform(-1, 1))));
    }

    private void special() {
        special("odd-values", new LeakyRelu(0.5f), List.of(ODD),
                NaN, POSITIVE_INFINITY, NEGATIVE_INFINITY, 0, 0, 1e30f, -5e29f, 1e-40f);
        special("odd-values", new LeakyReluGrad(0.5f),
                List.of(Tensors.row(NaN, 0, -0f, 1, -1, 2), Tensors.row(2, NaN, 2, NaN, POSITIVE_INFINITY, 3)),
                1, NaN, 1, NaN, POSITIVE_INFINITY, 3);
        special("odd-values", new Elu(2), List.of(ODD), NaN, POSITIVE_INFINITY, -2, 0, 0, 1e30f, -2, 1e-40f);
        special("tiny", new Elu(2), List.of(Tensors.row(-1e-10f, 1e-10f, -1e-30f)), -2e-10f, 1e-10f, -2e-30f);
        special("odd-values", new EluGrad(2),
                List.of(Tensors.row(NaN, 0, -2, POSITIVE_INFINITY, 1), Tensors.row(3, 4, 5, 6, NaN)), 3, 8, 0, 6, NaN);
        special("odd-values", new Gelu(), List.of(ODD), NaN, POSITIVE_INFINITY, 0, 0, 0, 1e30f, 0, 5e-41f);
        // x · Q(|x|), which is not lost beside the 1 in 1 + erf: Q(5) = 2.866515719e-7, Q(8) = 6.220960574e-16.
        cases.add(OpCase.special("tails", new Gelu(), Tolerances.SUM, List.of(Tensors.row(-5, -8)),
                -5 * 2.866515719e-7f, -8 * 6.220960574e-16f));
        special("odd-values", new GeluGrad(),
                List.of(
                        Tensors.row(NaN, POSITIVE_INFINITY, NEGATIVE_INFINITY, 0, 1e30f, -1e30f, 1),
                        Tensors.row(1, 2, 3, 4, 5, 6, NaN)),
                NaN, 2, 0, 2, 5, 0, NaN);
        special("odd-values", new Softplus(), List.of(ODD),
                NaN, POSITIVE_INFINITY, 0, 0.6931472f, 0.6931472f, 1e30f, 0, 0.6931472f);
        special("far-below-0", new Softplus(), List.of(Tensors.row(-20, -60)), 2.0611537e-9f, 8.7565108e-27f);
        special("odd-values", new SoftplusGrad(),
                List.of(Tensors.row(NaN, POSITIVE_INFINITY, 0, 1e-30f, 1), Tensors.row(1, 2, 3, 4, NaN)),
                NaN, 2, 0, 4e-30f, NaN);
        special("odd-rows", new LogSoftmax(),
                List.of(Tensors.matrix(4,
                        NaN, 1, 2, 1e30f, 1e30f, -1e30f, NEGATIVE_INFINITY, 0, 0, POSITIVE_INFINITY, 0, 0)),
                NaN, NaN, NaN, -0.6931472f, -0.6931472f, -2e30f, NEGATIVE_INFINITY, -0.6931472f, -0.6931472f, NaN, NaN, NaN);
        special("odd-rows", new LogSoftmaxGrad(),
                List.of(
                        Tensors.matrix(2, NEGATIVE_INFINITY, 0, NEGATIVE_INFINITY, NaN, -1, -1),
                        Tensors.matrix(2, 1, 2, 3, 1, 1, -2)),
                1, -4, 3, NaN, 1, -2);
    }

    /** Rows of many classes, far apart: what is hardly there must not be lost, what cannot be told from 0 is 0. */
    private void softmaxes() {
        special("far-apart", new Softmax(), List.of(Tensors.matrix(2, 0, -50, -87, -120, 1e4f, 1e4f, -1e4f, 9990)),
                1, 1.9287499e-22f, 1.6458115e-38f, 0, 0.4999887f, 0.4999887f, 0, 2.26989e-5f);
        special("no-class-is-possible", new Softmax(), List.of(Tensors.matrix(1, NEGATIVE_INFINITY, NEGATIVE_INFINITY)), NaN, NaN);
    }

    private void special(String name, ComputeOp op, List<HostTensor> inputs, float... output) {
        cases.add(OpCase.special(name, op, Tolerances.ELEMENTWISE, inputs, output));
    }
}
