package org.neocog.testing;

import java.util.ArrayList;
import java.util.List;
import org.neocog.graph.Add;
import org.neocog.graph.Dropout;
import org.neocog.graph.Fill;
import org.neocog.graph.Mul;
import org.neocog.graph.Relu;
import org.neocog.graph.ReluGrad;
import org.neocog.graph.Scale;
import org.neocog.graph.Sigmoid;
import org.neocog.graph.SigmoidGrad;
import org.neocog.graph.Tanh;
import org.neocog.graph.TanhGrad;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/** What works element by element: at a scalar, at lengths that no vector divides, and long enough for many threads. */
final class ElementwiseCases {
    private static final Values BETWEEN_0_AND_1 = Values.uniform(0, 1);
    private static final Values AROUND_0 = Values.uniform(-1, 1);

    private final List<OpCase> cases = new ArrayList<>();

    private ElementwiseCases() {}

    static List<OpCase> all() {
        ElementwiseCases elementwise = new ElementwiseCases();
        elementwise.add(Shape.scalar());
        elementwise.add(Shape.of(1));
        elementwise.add(Shape.of(15));
        elementwise.add(Shape.of(3, 37));
        elementwise.add(Shape.of(2, 3, 5, 7));
        elementwise.add(Shape.of(100_003));
        return elementwise.cases;
    }

    private void add(Shape shape) {
        String name = shape.toString();
        TensorSpec spec = TensorSpec.f32(shape);
        CaseInput x = CaseInput.linear(spec);
        // Differences need a slope that is not flat, and small shapes are enough for them.
        CaseInput bent = shape.elements() <= 1000
                ? CaseInput.smooth(spec, Values.uniform(-2, 2))
                : CaseInput.plain(spec, Values.uniform(-20, 20));
        CaseInput dy = CaseInput.plain(spec, AROUND_0);

        cases.add(OpCase.of(name, new Add(), Tolerances.EXACT, x, x));
        cases.add(OpCase.of(name, new Mul(), Tolerances.EXACT, x, x));
        cases.add(OpCase.of(name, new Scale(-0.7f), Tolerances.EXACT, x));
        cases.add(OpCase.of(name, new Fill(spec, 0.3f), Tolerances.EXACT));
        cases.add(OpCase.of(name, new Relu(), Tolerances.EXACT, CaseInput.linear(spec, Values.awayFromZero(0.01f))));
        cases.add(OpCase.of(name, new ReluGrad(), Tolerances.EXACT, CaseInput.plain(spec, Values.multiples(0.5f)), dy));
        cases.add(OpCase.of(name, new Sigmoid(), Tolerances.ELEMENTWISE, bent));
        cases.add(OpCase.of(name, new SigmoidGrad(), Tolerances.ELEMENTWISE,
                CaseInput.plain(spec, BETWEEN_0_AND_1), dy));
        cases.add(OpCase.of(name, new Tanh(), Tolerances.ELEMENTWISE, bent));
        cases.add(OpCase.of(name, new TanhGrad(), Tolerances.ELEMENTWISE, CaseInput.plain(spec, AROUND_0), dy));
        dropout(name, x, 0, 0);
        dropout(name, x, 0.5f, 1);
        dropout(name, x, 0.2f, -7);
    }

    private void dropout(String name, CaseInput x, float rate, int stream) {
        HostTensor random = Tensors.labels(0x12345678, -3, 41, 0x80000000);
        cases.add(OpCase.of(name + "-rate-" + rate, new Dropout(rate, stream), Tolerances.EXACT,
                x, CaseInput.given(random)));
    }
}
