package org.neocog.testing;

import static java.lang.Float.NaN;

import java.util.ArrayList;
import java.util.List;
import org.neocog.graph.Lstm;
import org.neocog.graph.LstmGrad;
import org.neocog.graph.LstmWeightGrad;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/** Long short-term memory. */
final class LstmCases {
    private final List<OpCase> cases = new ArrayList<>();

    private LstmCases() {}

    static List<OpCase> all() {
        LstmCases lstm = new LstmCases();
        lstm.all(1, 1, 1);
        lstm.all(3, 1, 5);
        lstm.all(2, 5, 3);
        lstm.all(7, 2, 1);
        lstm.all(5, 9, 17);
        lstm.all(37, 3, 33);
        lstm.golden();
        lstm.special();
        return lstm.cases;
    }

    private void all(int batch, int steps, int hidden) {
        String name = batch + "x" + steps + "x" + hidden;
        TensorSpec gates = TensorSpec.f32(batch, steps, 4 * hidden);
        TensorSpec weight = TensorSpec.f32(4 * hidden, hidden);
        TensorSpec h = TensorSpec.f32(batch, steps, hidden);
        Derivative smooth = gates.elements() <= 200 ? Derivative.DIFFERENCES : Derivative.NONE;
        // One step makes no use of the weights.
        Derivative recurrent = steps > 1 ? smooth : Derivative.NONE;
        Values wide = Values.uniform(-2, 2);
        Values small = Values.uniform(-1, 1);
        cases.add(OpCase.of(name, new Lstm(), Tolerances.SUM, new CaseInput(gates, wide, smooth),
                new CaseInput(weight, small, recurrent)));
        cases.add(OpCase.of(name, new LstmWeightGrad(), Tolerances.SUM, CaseInput.plain(h, small),
                CaseInput.plain(gates, small)));
        gradient(name, gates, weight, h);
    }

    /** The gradient may rely on the hidden states being those of the gates, so they are worked out first. */
    private void gradient(String name, TensorSpec gates, TensorSpec weight, TensorSpec h) {
        OpCase forward = OpCase.of(name, new Lstm(), Tolerances.SUM, CaseInput.plain(gates, Values.uniform(-2, 2)),
                CaseInput.plain(weight, Values.uniform(-1, 1)));
        List<HostTensor> data = forward.data();
        double[] states = Reference.evaluate(forward.op(), data.stream().map(DoubleTensor::of).toList()).getFirst().data();
        float[] rounded = new float[states.length];
        for (int i = 0; i < rounded.length; i++) {
            rounded[i] = (float) states[i];
        }
        cases.add(OpCase.of(name, new LstmGrad(), Tolerances.SUM, CaseInput.given(data.get(0)), CaseInput.given(data.get(1)),
                CaseInput.given(HostTensor.of(h.shape(), rounded)), CaseInput.plain(h, Values.uniform(-1, 1))));
    }

    private void golden() {
        GoldenFile file = GoldenFile.load("lstm-cells");
        for (String name : file.cases()) {
            HostTensor gates = file.tensor(name, "gates");
            HostTensor weight = file.tensor(name, "weight");
            HostTensor h = file.tensor(name, "h");
            HostTensor dgates = file.tensor(name, "dgates");
            cases.add(OpCase.golden("pytorch-" + name, new Lstm(), Tolerances.ELEMENTWISE, List.of(gates, weight),
                    Golden.output(h)));
            cases.add(OpCase.golden("pytorch-" + name, new LstmGrad(), Tolerances.ELEMENTWISE,
                    List.of(gates, weight, h, file.tensor(name, "dh")), Golden.output(dgates)));
            cases.add(OpCase.golden("pytorch-" + name, new LstmWeightGrad(), Tolerances.ELEMENTWISE, List.of(h, dgates),
                    Golden.output(file.tensor(name, "dweight"))));
        }
    }

    /** Gates wide open or shut; a NaN stays in its sequence and goes on to later steps only. */
    private void special() {
        HostTensor weight = Tensors.matrix(4, 0, 0, 0, 0);
        HostTensor open = Tensors.f32(Shape.of(1, 2, 4), 1e4f, -1e4f, 1e4f, 1e4f, -1e4f, 1e4f, 0, -1e4f);
        cases.add(OpCase.special("open-and-shut", new Lstm(), Tolerances.ELEMENTWISE, List.of(open, weight),
                (float) Math.tanh(1), 0));
        HostTensor odd = Tensors.f32(Shape.of(2, 2, 4), 0, 0, 0, 0, NaN, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        cases.add(OpCase.special("nan", new Lstm(), Tolerances.EXACT, List.of(odd, weight), 0, NaN, 0, 0));
    }
}
