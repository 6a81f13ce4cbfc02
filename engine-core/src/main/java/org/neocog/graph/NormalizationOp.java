package org.neocog.graph;

/** Brings numbers to a common scale: over a batch, over an example, over neighbouring channels. */
public sealed interface NormalizationOp extends ComputeOp
        permits BatchMoments,
                BatchNorm,
                BatchNormSums,
                BatchNormTraining,
                BatchNormTrainingGrad,
                LayerNorm,
                LayerNormGrad,
                LayerNormSums,
                LocalResponseNorm,
                LocalResponseNormGrad,
                Row {}
