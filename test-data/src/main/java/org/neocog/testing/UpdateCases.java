package org.neocog.testing;

import java.util.ArrayList;
import java.util.List;
import org.neocog.graph.AdadeltaUpdate;
import org.neocog.graph.AdamUpdate;
import org.neocog.graph.HistoryUpdate;
import org.neocog.graph.MovingAverageUpdate;
import org.neocog.graph.OptimizerUpdate;
import org.neocog.graph.RmsPropUpdate;
import org.neocog.graph.SgdUpdate;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/** One step of each optimizer from the middle of a training: slots filled, steps late and early; of a history and of moving averages. */
final class UpdateCases {
    private final List<OpCase> cases = new ArrayList<>();

    private UpdateCases() {}

    static List<OpCase> all() {
        UpdateCases updates = new UpdateCases();
        for (float decay : new float[] {0, 0.01f}) {
            updates.add("plain", new SgdUpdate(0, false, decay), 1);
            updates.add("momentum", new SgdUpdate(0.9f, false, decay), 1);
            updates.add("nesterov", new SgdUpdate(0.9f, true, decay), 1);
            updates.add("ordinary", new RmsPropUpdate(0.99f, 1e-8f, decay), 1);
            updates.add("first-step", new AdamUpdate(0.9f, 0.999f, 1e-8f, decay, false), 1);
            updates.add("late", new AdamUpdate(0.9f, 0.999f, 1e-8f, decay, false), 5000);
            updates.add("decoupled", new AdamUpdate(0.9f, 0.999f, 1e-8f, decay, true), 3);
            updates.add("no-memory", new AdamUpdate(0, 0, 1e-8f, decay, false), 2);
            updates.add("very-late", new AdamUpdate(0.9f, 0.999f, 1e-3f, decay, true), 20_000_001);
            updates.add("ordinary", new AdadeltaUpdate(0.95f, 1e-6f, decay), 1);
        }
        for (int length : new int[] {1, 7, 16, 300}) {
            for (int step : new int[] {1, length + 2, 5 * length, 20_000_001}) {
                updates.history(length, step);
            }
        }
        updates.average("running-mean", new MovingAverageUpdate(0.9f, 1));
        updates.average("running-variance-of-3", new MovingAverageUpdate(0.9f, 1.5f));
        updates.average("weights", new MovingAverageUpdate(0.9999f, 1));
        updates.average("nothing-new", new MovingAverageUpdate(1, 1));
        updates.average("nothing-old", new MovingAverageUpdate(0, 1));
        return updates.cases;
    }

    private void history(int length, int step) {
        cases.add(OpCase.of(length + "-step-" + step, new HistoryUpdate(), Tolerances.EXACT,
                CaseInput.plain(TensorSpec.f32(length), Values.uniform(-1, 1)),
                CaseInput.plain(TensorSpec.f32(), Values.uniform(-1, 1)),
                CaseInput.given(Tensors.step(step))));
    }

    private void average(String name, MovingAverageUpdate op) {
        for (Shape shape : List.of(Shape.scalar(), Shape.of(17), Shape.of(10, 3, 5, 5), Shape.of(70_001))) {
            CaseInput any = CaseInput.plain(TensorSpec.f32(shape), Values.uniform(-1, 1));
            cases.add(OpCase.of(name + "-" + shape, op, Tolerances.ELEMENTWISE, any, any));
        }
    }

    private void add(String name, OptimizerUpdate op, int step) {
        String full = op.weightDecay() == 0 ? name : name + "-decay";
        for (Shape shape : List.of(Shape.scalar(), Shape.of(17), Shape.of(10, 3, 5, 5), Shape.of(70_001))) {
            TensorSpec spec = TensorSpec.f32(shape);
            List<CaseInput> inputs = new ArrayList<>();
            inputs.add(CaseInput.plain(spec, Values.uniform(-1, 1)));
            inputs.add(CaseInput.plain(spec, Values.uniform(-1, 1)));
            for (String slot : op.slotNames()) {
                boolean anySign = slot.equals("velocity") || slot.equals("mean");
                inputs.add(CaseInput.plain(spec, Values.uniform(anySign ? -1 : 0, 1)));
            }
            inputs.add(CaseInput.given(HostTensor.scalar(0.1f)));
            inputs.add(CaseInput.given(Tensors.step(step)));
            cases.add(OpCase.of(full + "-" + shape, op, Tolerances.ELEMENTWISE, inputs));
        }
    }
}
