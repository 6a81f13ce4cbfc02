package org.neocog.exec;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.neocog.tensor.TensorSpec;

/**
 * A graph made ready for a device: which kernels to launch in what order on which bytes. Immutable; running it allocates
 * nothing.
 */
public final class Plan {
    private final List<Step> steps;
    private final SequencedMap<String, TensorSpec> inputs;
    private final SequencedMap<String, TensorSpec> variables;
    private final SequencedMap<String, Location> outputs;
    private final PlanMemory memory;

    Plan(
            List<Step> steps,
            SequencedMap<String, TensorSpec> inputs,
            SequencedMap<String, TensorSpec> variables,
            SequencedMap<String, Location> outputs,
            PlanMemory memory) {
        this.steps = List.copyOf(steps);
        this.inputs = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(inputs));
        this.variables = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(variables));
        this.outputs = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(outputs));
        this.memory = memory;
    }

    public List<Step> steps() {
        return steps;
    }

    public SequencedMap<String, TensorSpec> inputs() {
        return inputs;
    }

    public SequencedMap<String, TensorSpec> variables() {
        return variables;
    }

    public SequencedMap<String, Location> outputs() {
        return outputs;
    }

    public PlanMemory memory() {
        return memory;
    }

    /** Multiply-adds of one run. */
    public long multiplyAdds() {
        return steps.stream().mapToLong(Step::multiplyAdds).sum();
    }
}
