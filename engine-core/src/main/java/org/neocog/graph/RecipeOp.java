package org.neocog.graph;

/** What recipes of training put around a network: gradients clipped, examples mixed. None of these has a gradient itself. */
public sealed interface RecipeOp extends ComputeOp permits AddSquares, Clamp, ClipFactor, MixRows, ScaleBy {}
