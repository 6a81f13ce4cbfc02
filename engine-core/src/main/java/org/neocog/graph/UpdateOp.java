package org.neocog.graph;

import java.util.List;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/**
 * An optimizer's update: the only kind of operation that writes to its inputs. Input 0 is the parameter, input 1 its
 * gradient, then {@link #slots()} tensors of the parameter's shape, then the learning rate (scalar f32) and the step
 * count (scalar i32, from 1). It writes to the parameter and the slots; its output is the parameter itself.
 * The planner runs it when nothing else in the plan has still to read what it writes.
 */
public sealed interface UpdateOp extends ComputeOp permits AdadeltaUpdate, AdamUpdate, RmsPropUpdate, SgdUpdate {
    /** How many tensors of the parameter's shape the optimizer keeps for a parameter. */
    default int slots() {
        return slotNames().size();
    }

    /** The slots' names, in the order of the inputs. */
    List<String> slotNames();

    /** Factor of the L2 penalty's gradient that is added to the gradient (or decays the weights directly, if decoupled). */
    float weightDecay();

    @Override
    default TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 4 + slots());
        TensorSpec parameter = inputs.get(0);
        for (int i = 0; i < 2 + slots(); i++) {
            Check.same(this, "input " + i, parameter, inputs.get(i));
        }
        Check.same(this, "the learning rate", TensorSpec.f32(Shape.scalar()), inputs.get(2 + slots()));
        Check.same(this, "the step count", TensorSpec.i32(), inputs.get(3 + slots()));
        return parameter;
    }
}
