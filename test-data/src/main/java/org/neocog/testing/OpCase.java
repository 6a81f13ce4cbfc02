package org.neocog.testing;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.neocog.graph.ComputeOp;
import org.neocog.random.RandomStream;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/** One declaration: an operation with its attributes, its inputs, and how exact a device must be. */
public final class OpCase {
    private static final long SEED = 20260711;

    private final String name;
    private final ComputeOp op;
    private final List<CaseInput> inputs;
    private final double tolerance;
    private final Optional<Golden> golden;
    private final boolean special;
    private final Map<Integer, ComputeOp> derived;

    private OpCase(
            String name,
            ComputeOp op,
            List<CaseInput> inputs,
            double tolerance,
            Optional<Golden> golden,
            boolean special,
            Map<Integer, ComputeOp> derived) {
        this.name = name;
        this.op = op;
        this.inputs = List.copyOf(inputs);
        this.tolerance = tolerance;
        this.golden = golden;
        this.special = special;
        this.derived = Map.copyOf(derived);
    }

    /** A case with generated inputs; tolerance 0 asks for the correctly rounded result. */
    static OpCase of(String name, ComputeOp op, double tolerance, List<CaseInput> inputs) {
        return new OpCase(name, op, inputs, tolerance, Optional.empty(), false, Map.of());
    }

    static OpCase of(String name, ComputeOp op, double tolerance, CaseInput... inputs) {
        return of(name, op, tolerance, List.of(inputs));
    }

    /** A case whose inputs and results are known from elsewhere. */
    static OpCase golden(String name, ComputeOp op, double tolerance, List<HostTensor> inputs, Golden golden) {
        return new OpCase(
                name, op, inputs.stream().map(CaseInput::given).toList(), tolerance, Optional.of(golden), false,
                Map.of());
    }

    /** A case of NaN, infinities or other values with a rule of their own; {@code output} is what the rule says. */
    static OpCase special(String name, ComputeOp op, double tolerance, List<HostTensor> inputs, float... output) {
        Shape shape = op.infer(inputs.stream().map(HostTensor::spec).toList()).shape();
        Golden golden = Golden.output(HostTensor.of(shape, output));
        return new OpCase(
                name, op, inputs.stream().map(CaseInput::given).toList(), tolerance, Optional.of(golden), true,
                Map.of());
    }

    /**
     * This case with an input that is worked out from input 0 by another operation: the moments of a batch, say. A gradient
     * of input 0 is then checked through both.
     */
    OpCase deriving(int input, ComputeOp from) {
        Map<Integer, ComputeOp> all = new HashMap<>(derived);
        all.put(input, from);
        return new OpCase(name, op, inputs, tolerance, golden, special, all);
    }

    /** Unique among the cases of one operation. */
    public String name() {
        return name;
    }

    public ComputeOp op() {
        return op;
    }

    public String opName() {
        return op.opName();
    }

    /** The checks that apply. */
    public Set<Check> checks() {
        EnumSet<Check> checks = EnumSet.of(Check.GUARD, Check.DETERMINISTIC);
        if (special) {
            checks.add(Check.SPECIAL);
        } else {
            checks.add(Check.SHAPE);
            checks.add(golden.isPresent() ? Check.GOLDEN : Check.REFERENCE);
        }
        if (golden.isEmpty()) {
            checks.add(Check.GRADIENT);
        }
        if (!op.inPlaceInputs().isEmpty()) {
            checks.add(Check.IN_PLACE);
        }
        return checks;
    }

    List<CaseInput> inputs() {
        return inputs;
    }

    double tolerance() {
        return tolerance;
    }

    Optional<Golden> golden() {
        return golden;
    }

    /** The operations that work out an input from input 0, by the input's number. */
    Map<Integer, ComputeOp> derived() {
        return derived;
    }

    /** The inputs' numbers; the same at every call. */
    List<HostTensor> data() {
        List<HostTensor> data = new ArrayList<>();
        for (CaseInput input : inputs) {
            ComputeOp from = derived.get(data.size());
            data.add(from == null
                    ? input.data(stream("input " + data.size()))
                    : Reference.evaluate(from, List.of(DoubleTensor.of(data.getFirst()))).getFirst().rounded());
        }
        return data;
    }

    /** Random numbers that belong to this case. */
    RandomStream stream(String purpose) {
        return RandomStream.named(SEED, opName() + "/" + name + "/" + purpose);
    }

    List<TensorSpec> inputSpecs() {
        return inputs.stream().map(CaseInput::spec).toList();
    }

    @Override
    public String toString() {
        return opName() + "/" + name;
    }
}
