package org.neocog.exec;

import org.neocog.tensor.TensorSpec;

/** Where a value of a plan lives. */
public sealed interface Location {
    TensorSpec spec();

    /** Between two steps of a plan, at a byte offset of the arena; other values may use the same bytes at other times. */
    record Arena(TensorSpec spec, long offset) implements Location {}

    /** In the buffer of an input. */
    record Fed(TensorSpec spec, String name) implements Location {}

    /** In the buffer of a variable. */
    record Kept(TensorSpec spec, String name) implements Location {}
}
