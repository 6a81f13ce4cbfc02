package org.neocog.graph;

/** Losses of scores against targets of the same shape, means over the batch or over all elements, and their gradients. */
public sealed interface TargetLossOp extends ComputeOp
        permits BinaryCrossEntropy,
                BinaryCrossEntropyGrad,
                SmoothL1,
                SmoothL1Grad,
                SoftTargetCrossEntropy,
                SoftTargetCrossEntropyGrad {}
