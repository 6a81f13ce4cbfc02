package org.neocog.graph;

/** Operations that put elements into other places and compute nothing with them. */
public sealed interface MovementOp extends ComputeOp permits Concat, Pad, ReflectPadGrad, Slice, Transpose {
    /** The most dimensions a tensor may have that is sliced, padded or transposed. */
    int MAX_RANK = 6;
}
