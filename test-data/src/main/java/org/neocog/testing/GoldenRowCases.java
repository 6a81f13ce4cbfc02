package org.neocog.testing;

import java.util.ArrayList;
import java.util.List;
import org.neocog.graph.AddBias;
import org.neocog.graph.ChannelSum;
import org.neocog.graph.ComputeOp;
import org.neocog.graph.L2;
import org.neocog.graph.L2Grad;
import org.neocog.graph.MatMul;
import org.neocog.graph.MeanSquaredError;
import org.neocog.graph.MeanSquaredErrorGrad;
import org.neocog.graph.MulticlassHinge;
import org.neocog.graph.MulticlassHingeGrad;
import org.neocog.graph.Relu;
import org.neocog.graph.ReluGrad;
import org.neocog.graph.Sigmoid;
import org.neocog.graph.SigmoidGrad;
import org.neocog.graph.Softmax;
import org.neocog.graph.SoftmaxCrossEntropy;
import org.neocog.graph.SoftmaxCrossEntropyGrad;
import org.neocog.graph.SoftmaxGrad;
import org.neocog.graph.Tanh;
import org.neocog.graph.TanhGrad;
import org.neocog.tensor.HostTensor;

/** Linear layers, activations and losses as PyTorch computes them (the hinge as CS231n defines it). */
final class GoldenRowCases {
    private final GoldenFile file;
    private final List<OpCase> cases;

    private GoldenRowCases(String file, List<OpCase> cases) {
        this.file = GoldenFile.load(file);
        this.cases = cases;
    }

    static List<OpCase> all() {
        List<OpCase> cases = new ArrayList<>();
        GoldenRowCases linear = new GoldenRowCases("linear", cases);
        linear.linear("small");
        linear.linear("one-image");
        linear.add("both-transposed", new MatMul(true, true), "y", "a", "b");

        GoldenRowCases activations = new GoldenRowCases("activation", cases);
        activations.activation("relu", new Relu(), new ReluGrad());
        activations.activation("sigmoid", new Sigmoid(), new SigmoidGrad());
        activations.activation("tanh", new Tanh(), new TanhGrad());
        activations.activation("softmax", new Softmax(), new SoftmaxGrad());

        GoldenRowCases losses = new GoldenRowCases("loss", cases);
        losses.loss("cross-entropy", new SoftmaxCrossEntropy(), new SoftmaxCrossEntropyGrad(), "labels");
        losses.loss("cross-entropy-large-scores", new SoftmaxCrossEntropy(), new SoftmaxCrossEntropyGrad(), "labels");
        losses.loss("hinge", new MulticlassHinge(1), new MulticlassHingeGrad(1), "labels");
        losses.loss("hinge-margin", new MulticlassHinge(0.125f), new MulticlassHingeGrad(0.125f), "labels");
        losses.loss("mean-squared-error", new MeanSquaredError(), new MeanSquaredErrorGrad(), "target");
        losses.add("l2", new L2(0.0625f), "loss", "x");
        losses.add("l2", new L2Grad(0.0625f), "dx", "x", "dloss");
        return cases;
    }

    /** x · Wᵀ + b and its gradients dx = dy · W, dW = dyᵀ · x, db = Σ dy. */
    private void linear(String name) {
        add(name, new MatMul(false, true), "product", "x", "w");
        add(name, new AddBias(), "y", "product", "b");
        add(name + "-dx", name, new MatMul(false, false), "dx", "dy", "w");
        add(name + "-dw", name, new MatMul(true, false), "dw", "dy", "x");
        add(name, new ChannelSum(), "db", "dy");
    }

    private void activation(String name, ComputeOp op, ComputeOp grad) {
        add(name, op, "y", "x");
        add(name, grad, "dx", "y", "dy");
    }

    private void loss(String name, ComputeOp op, ComputeOp grad, String target) {
        add(name, op, "loss", "x", target);
        add(name, grad, "dx", "x", target, "dloss");
    }

    private void add(String name, ComputeOp op, String output, String... inputs) {
        add(name, name, op, output, inputs);
    }

    private void add(String name, String key, ComputeOp op, String output, String... inputs) {
        List<HostTensor> given = List.of(inputs).stream().map(input -> file.tensor(key, input)).toList();
        cases.add(OpCase.golden(
                "pytorch-" + name, op, Tolerances.ELEMENTWISE, given, Golden.output(file.tensor(key, output))));
    }
}
