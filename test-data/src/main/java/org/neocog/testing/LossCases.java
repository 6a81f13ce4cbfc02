package org.neocog.testing;

import java.util.ArrayList;
import java.util.List;
import org.neocog.graph.CountCorrect;
import org.neocog.graph.L2;
import org.neocog.graph.L2Grad;
import org.neocog.graph.MeanSquaredError;
import org.neocog.graph.MeanSquaredErrorGrad;
import org.neocog.graph.MulticlassHinge;
import org.neocog.graph.MulticlassHingeGrad;
import org.neocog.graph.OneHot;
import org.neocog.graph.Softmax;
import org.neocog.graph.SoftmaxCrossEntropy;
import org.neocog.graph.SoftmaxCrossEntropyGrad;
import org.neocog.graph.SoftmaxGrad;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/** Losses and what belongs to them: softmax, one-hot targets, the count of correct answers. */
final class LossCases {
    private static final TensorSpec SCALAR = TensorSpec.f32(Shape.scalar());

    /** With scores in steps of 0.7 no two differ by 1 or by 0.5: no margin is met exactly, where the hinge has its kink. */
    private static final Values OFF_THE_KINK = Values.multiples(0.7f);

    private final List<OpCase> cases = new ArrayList<>();

    private LossCases() {}

    static List<OpCase> all() {
        LossCases losses = new LossCases();
        losses.rows(1, 1);
        losses.rows(1, 10);
        losses.rows(7, 2);
        losses.rows(5, 13);
        losses.rows(100, 10);
        losses.rows(3, 1000);
        losses.rows(5003, 10);
        for (Shape shape : List.of(Shape.scalar(), Shape.of(1), Shape.of(3, 7), Shape.of(2, 3, 5, 4), Shape.of(100_003))) {
            losses.sums(shape);
        }
        return losses.cases;
    }

    private void rows(int batch, int classes) {
        String name = batch + "x" + classes;
        TensorSpec spec = TensorSpec.f32(batch, classes);
        // The mean over many rows moves too little for differences in float32.
        Derivative smooth = batch * classes <= 200 ? Derivative.DIFFERENCES : Derivative.NONE;
        CaseInput wide = new CaseInput(spec, Values.uniform(-4, 4), smooth);
        CaseInput scores = new CaseInput(spec, OFF_THE_KINK, smooth);
        CaseInput labels = CaseInput.plain(TensorSpec.i32(batch), Values.labels(classes));
        CaseInput dy = CaseInput.plain(spec, Values.uniform(-1, 1));
        CaseInput dloss = CaseInput.plain(SCALAR, Values.uniform(0.5f, 2));

        cases.add(OpCase.of(name, new Softmax(), Tolerances.ELEMENTWISE, wide));
        cases.add(OpCase.of(name, new SoftmaxGrad(), Tolerances.SUM,
                CaseInput.plain(spec, Values.uniform(0, 2f / classes)), dy));
        cases.add(OpCase.of(name, new SoftmaxCrossEntropy(), Tolerances.SUM, wide, labels));
        cases.add(OpCase.of(name, new SoftmaxCrossEntropyGrad(), Tolerances.ELEMENTWISE, wide(spec), labels, dloss));
        cases.add(OpCase.of(name, new MulticlassHinge(1), Tolerances.SUM, scores, labels));
        cases.add(OpCase.of(name + "-margin-0.5", new MulticlassHinge(0.5f), Tolerances.SUM, scores, labels));
        cases.add(OpCase.of(name, new MulticlassHingeGrad(1), Tolerances.SUM,
                CaseInput.plain(spec, OFF_THE_KINK), labels, dloss));
        cases.add(OpCase.of(name, new CountCorrect(), Tolerances.EXACT, CaseInput.plain(spec, OFF_THE_KINK), labels));
        cases.add(OpCase.of(name, new OneHot(classes), Tolerances.EXACT, labels));
        cases.add(OpCase.of(name + "-smoothed", OneHot.smoothed(classes, 0.1f), Tolerances.EXACT, labels));
    }

    private static CaseInput wide(TensorSpec spec) {
        return CaseInput.plain(spec, Values.uniform(-4, 4));
    }

    private void sums(Shape shape) {
        String name = shape.toString();
        TensorSpec spec = TensorSpec.f32(shape);
        Derivative smooth = shape.elements() <= 200 ? Derivative.DIFFERENCES : Derivative.NONE;
        CaseInput x = new CaseInput(spec, Values.uniform(-1, 1), smooth);
        CaseInput given = CaseInput.plain(spec, Values.uniform(-1, 1));
        CaseInput dloss = CaseInput.plain(SCALAR, Values.uniform(0.5f, 2));

        cases.add(OpCase.of(name, new MeanSquaredError(), Tolerances.SUM, x, x));
        cases.add(OpCase.of(name, new MeanSquaredErrorGrad(), Tolerances.ELEMENTWISE, given, given, dloss));
        cases.add(OpCase.of(name, new L2(0.0005f), Tolerances.SUM, x));
        cases.add(OpCase.of(name, new L2Grad(0.0005f), Tolerances.ELEMENTWISE, given, dloss));
    }
}
