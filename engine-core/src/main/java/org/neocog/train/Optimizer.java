package org.neocog.train;

import org.neocog.graph.OptimizerUpdate;

/** A rule by which gradients change weights; the settings only, what it remembers from step to step is on the device. */
public sealed interface Optimizer permits Sgd, RmsProp, Adam, Adadelta {
    /**
     * The operation that updates one parameter.
     *
     * @param weightDecay the factor of the L2 penalty's gradient; 0 for a parameter that does not decay
     */
    OptimizerUpdate update(float weightDecay);
}
