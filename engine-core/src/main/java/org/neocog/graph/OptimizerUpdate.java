package org.neocog.graph;

import java.util.List;
import java.util.stream.IntStream;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/**
 * An optimizer's update of one parameter. Input 0 is the parameter, input 1 its gradient, then {@link #slots()} tensors of
 * the parameter's shape, then the learning rate (scalar f32) and the step count (scalar i32, from 1). It writes to the
 * parameter, which is its output, and to the slots.
 */
public sealed interface OptimizerUpdate extends UpdateOp permits AdadeltaUpdate, AdamUpdate, RmsPropUpdate, SgdUpdate {
    /** How many tensors of the parameter's shape the optimizer keeps for a parameter. */
    default int slots() {
        return slotNames().size();
    }

    /** The slots' names, in the order of the inputs. */
    List<String> slotNames();

    /** Factor of the L2 penalty's gradient that is added to the gradient (or decays the weights directly, if decoupled). */
    float weightDecay();

    /** All up to the last slot, but for the gradient. */
    @Override
    default List<Integer> writtenInputs() {
        return IntStream.range(0, 2 + slots()).filter(input -> input != 1).boxed().toList();
    }

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
