package org.neocog.nn;

import java.util.Optional;

/**
 * How the parameters of a layer begin.
 *
 * @param weight the weights' initialiser
 * @param bias the bias's initialiser; empty if the layer has no bias
 */
public record ParameterInit(Initializer weight, Optional<Initializer> bias) {
    /** He's initialiser (normal, fan-in) for the weights and 0 for the bias, if there is one. */
    public static ParameterInit he(boolean bias) {
        return of(new Initializer.He(FanMode.FAN_IN), bias);
    }

    /** This initialiser for the weights and 0 for the bias, if there is one. */
    public static ParameterInit of(Initializer weight, boolean bias) {
        return new ParameterInit(weight, bias ? Optional.of(new Initializer.Constant(0)) : Optional.empty());
    }
}
