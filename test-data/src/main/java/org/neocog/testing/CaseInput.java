package org.neocog.testing;

import org.neocog.random.RandomStream;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.TensorSpec;

/** An input of a case: what it is, which numbers it holds, and how the gradient with respect to it is checked. */
record CaseInput(TensorSpec spec, Values values, Derivative derivative) {
    /** Numbers in [-1, 1) through which the operation is linear. */
    static CaseInput linear(TensorSpec spec) {
        return new CaseInput(spec, Values.uniform(-1, 1), Derivative.ADJOINT);
    }

    static CaseInput linear(TensorSpec spec, Values values) {
        return new CaseInput(spec, values, Derivative.ADJOINT);
    }

    /** Numbers through which the operation is differentiable. */
    static CaseInput smooth(TensorSpec spec, Values values) {
        return new CaseInput(spec, values, Derivative.DIFFERENCES);
    }

    /** An input without a gradient check. */
    static CaseInput plain(TensorSpec spec, Values values) {
        return new CaseInput(spec, values, Derivative.NONE);
    }

    static CaseInput given(HostTensor value) {
        return plain(value.spec(), Values.given(value));
    }

    HostTensor data(RandomStream stream) {
        return values.generate(spec, stream);
    }
}
