package org.neocog.nn;

/** Which count of connections He's initialisers divide by. */
public enum FanMode {
    /** Inputs of one output: keeps the variance of activations from layer to layer. */
    FAN_IN,
    /** Outputs of one input: keeps the variance of gradients. */
    FAN_OUT
}
