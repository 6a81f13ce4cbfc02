package org.neocog.graph;

/** What a window does with rows or columns at the end that it cannot cover by whole steps. */
public enum Remainder {
    /** They are an error: the shape does not fit. */
    FORBID,
    /** They are left out, as PyTorch does by default. */
    DROP,
    /** A last, partial window covers them (pooling only), as in Caffe and PyTorch's {@code ceil_mode}. */
    PARTIAL
}
