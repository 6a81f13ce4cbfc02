package org.neocog.testing;

import static java.lang.Float.NEGATIVE_INFINITY;
import static java.lang.Float.NaN;
import static java.lang.Float.POSITIVE_INFINITY;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.neocog.graph.BinaryCrossEntropy;
import org.neocog.graph.BinaryCrossEntropyGrad;
import org.neocog.graph.ComputeOp;
import org.neocog.graph.OneHot;
import org.neocog.graph.SmoothL1;
import org.neocog.graph.SmoothL1Grad;
import org.neocog.graph.SoftTargetCrossEntropy;
import org.neocog.graph.SoftTargetCrossEntropyGrad;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/** Losses against targets of the scores' shape. */
final class TargetLossCases {
    private static final TensorSpec SCALAR = TensorSpec.f32(Shape.scalar());
    private static final HostTensor ONE = HostTensor.scalar(1);

    /** Differences of such numbers are multiples of 0.7: none is near 1 or 0.5, where the parabola goes over into the line. */
    private static final Values OFF_THE_SEAM = Values.multiples(0.7f);

    private final List<OpCase> cases = new ArrayList<>();

    private TargetLossCases() {}

    static List<OpCase> all() {
        TargetLossCases losses = new TargetLossCases();
        losses.rows(1, 1);
        losses.rows(7, 2);
        losses.rows(5, 13);
        losses.rows(100, 10);
        losses.rows(3, 1000);
        losses.rows(5003, 10);
        for (Shape shape : List.of(Shape.scalar(), Shape.of(1), Shape.of(3, 7), Shape.of(2, 3, 5, 4), Shape.of(100_003))) {
            losses.elements(shape);
        }
        losses.golden();
        return Stream.concat(losses.cases.stream(), special().stream()).toList();
    }

    private void rows(int batch, int classes) {
        String name = batch + "x" + classes;
        TensorSpec spec = TensorSpec.f32(batch, classes);
        Derivative smooth = batch * classes <= 200 ? Derivative.DIFFERENCES : Derivative.NONE;
        Values wide = Values.uniform(-4, 4);
        CaseInput targets = CaseInput.plain(spec, Values.uniform(0, 2f / classes));
        CaseInput dloss = CaseInput.plain(SCALAR, Values.uniform(0.5f, 2));
        cases.add(OpCase.of(name, new SoftTargetCrossEntropy(), Tolerances.SUM, new CaseInput(spec, wide, smooth), targets));
        cases.add(OpCase.of(name, new SoftTargetCrossEntropyGrad(), Tolerances.ELEMENTWISE, CaseInput.plain(spec, wide),
                targets, dloss));
    }

    private void elements(Shape shape) {
        String name = shape.toString();
        TensorSpec spec = TensorSpec.f32(shape);
        Derivative smooth = shape.elements() <= 200 ? Derivative.DIFFERENCES : Derivative.NONE;
        Values wide = Values.uniform(-4, 4);
        CaseInput targets = CaseInput.plain(spec, Values.uniform(0, 1));
        CaseInput x = new CaseInput(spec, OFF_THE_SEAM, smooth);
        CaseInput given = CaseInput.plain(spec, OFF_THE_SEAM);
        CaseInput dloss = CaseInput.plain(SCALAR, Values.uniform(0.5f, 2));
        cases.add(OpCase.of(name, new BinaryCrossEntropy(), Tolerances.SUM, new CaseInput(spec, wide, smooth), targets));
        cases.add(OpCase.of(name, new BinaryCrossEntropyGrad(), Tolerances.ELEMENTWISE, CaseInput.plain(spec, wide), targets,
                dloss));
        cases.add(OpCase.of(name, new SmoothL1(1), Tolerances.SUM, x, x));
        cases.add(OpCase.of(name + "-beta-0.5", new SmoothL1(0.5f), Tolerances.SUM, x, x));
        cases.add(OpCase.of(name, new SmoothL1Grad(1), Tolerances.ELEMENTWISE, given, given, dloss));
        cases.add(OpCase.of(name + "-beta-0.5", new SmoothL1Grad(0.5f), Tolerances.ELEMENTWISE, given, given, dloss));
    }

    private void golden() {
        for (String name : List.of("soft-targets", "soft-targets-large-scores", "label-smoothing")) {
            golden(name, new SoftTargetCrossEntropy(), new SoftTargetCrossEntropyGrad());
        }
        golden("binary", new BinaryCrossEntropy(), new BinaryCrossEntropyGrad());
        golden("smooth-l1", new SmoothL1(1), new SmoothL1Grad(1));
        golden("smooth-l1-beta", new SmoothL1(0.125f), new SmoothL1Grad(0.125f));
        GoldenFile file = GoldenFile.load("target-loss");
        cases.add(OpCase.golden("pytorch-label-smoothing", OneHot.smoothed(5, 0.1f), Tolerances.ELEMENTWISE,
                List.of(file.tensor("label-smoothing", "labels")),
                Golden.output(file.tensor("label-smoothing", "target"))));
    }

    private void golden(String name, ComputeOp op, ComputeOp grad) {
        GoldenFile file = GoldenFile.load("target-loss");
        HostTensor x = file.tensor(name, "x");
        HostTensor target = file.tensor(name, "target");
        cases.add(OpCase.golden("pytorch-" + name, op, Tolerances.ELEMENTWISE, List.of(x, target),
                Golden.output(file.tensor(name, "loss"))));
        cases.add(OpCase.golden("pytorch-" + name, grad, Tolerances.ELEMENTWISE,
                List.of(x, target, file.tensor(name, "dloss")), Golden.output(file.tensor(name, "dx"))));
    }

    private static List<OpCase> special() {
        HostTensor huge = Tensors.matrix(2, 1e4f, -1e4f, 1e4f, 0, 0, 1e4f);
        HostTensor excluded = Tensors.matrix(1, 0, NEGATIVE_INFINITY, 0);
        return List.of(
                special("huge-scores", new SoftTargetCrossEntropy(),
                        List.of(huge, Tensors.matrix(2, 0, 1, 0.5f, 0, 0, 1)), (float) (1e4 + 0.75 * Math.log(2))),
                special("no-target", new SoftTargetCrossEntropy(), List.of(huge, Tensors.matrix(2, 0, 0, 0, 0, 0, 0)), 0),
                special("minus-infinity-without-target", new SoftTargetCrossEntropy(),
                        List.of(excluded, Tensors.matrix(1, 1, 0, 0)), (float) Math.log(2)),
                special("minus-infinity-with-target", new SoftTargetCrossEntropy(),
                        List.of(excluded, Tensors.matrix(1, 0, 1, 0)), POSITIVE_INFINITY),
                special("nan-score-without-target", new SoftTargetCrossEntropy(),
                        List.of(Tensors.matrix(2, 1, NaN, 1, 1), Tensors.matrix(2, 1, 0, 1, 0)), NaN),
                special("nan-target", new SoftTargetCrossEntropy(),
                        List.of(Tensors.matrix(2, 1, 1, 1, 1), Tensors.matrix(2, 1, 0, NaN, 0)), NaN),
                special("nan-in-one-row", new SoftTargetCrossEntropyGrad(),
                        List.of(Tensors.matrix(3, 1, NaN, 1, 1, 1, 1), Tensors.matrix(3, 1, 0, 1, 0, NaN, 0),
                                HostTensor.scalar(3)),
                        NaN, NaN, -0.5f, 0.5f, NaN, NaN),
                special("huge", new BinaryCrossEntropy(),
                        List.of(Tensors.row(1e30f, -1e30f, 100, -100), Tensors.row(1, 0, 0, 1)), 50),
                special("nan", new BinaryCrossEntropy(), List.of(Tensors.row(0, NaN), Tensors.row(1, 1)), NaN),
                special("nan-target", new BinaryCrossEntropy(), List.of(Tensors.row(0, 1), Tensors.row(1, NaN)), NaN),
                special("odd-elements", new BinaryCrossEntropyGrad(),
                        List.of(Tensors.row(1e30f, POSITIVE_INFINITY, NEGATIVE_INFINITY, NaN), Tensors.row(1, 0, 1, 1),
                                HostTensor.scalar(4)),
                        0, 1, -1, NaN),
                special("huge", new SmoothL1(1), List.of(Tensors.row(1e38f, 1), Tensors.row(-1e38f, 1)), 1e38f),
                special("nan", new SmoothL1(1), List.of(Tensors.row(1, NaN), Tensors.row(1, 1)), NaN),
                special("infinite", new SmoothL1(1), List.of(Tensors.row(1, NEGATIVE_INFINITY), Tensors.row(1, 1)),
                        POSITIVE_INFINITY),
                special("odd-elements", new SmoothL1Grad(0.5f),
                        List.of(Tensors.row(NaN, POSITIVE_INFINITY, NEGATIVE_INFINITY, 1, 1.5f, 1),
                                Tensors.row(1, 1, 1, 1, 1, NaN), HostTensor.scalar(6)),
                        NaN, 1, -1, 0, 1, NaN),
                special("one", new SmoothL1Grad(1), List.of(Tensors.row(0.25f), Tensors.row(1), ONE), -0.75f),
                special("labels-no-class-smoothed", new OneHot(2, 0.25f, 0.5f), List.of(Tensors.labels(-1, 1, 2)),
                        NaN, NaN, 0.25f, 0.5f, NaN, NaN));
    }

    private static OpCase special(String name, ComputeOp op, List<HostTensor> inputs, float... output) {
        return OpCase.special(name, op, Tolerances.ELEMENTWISE, inputs, output);
    }
}
