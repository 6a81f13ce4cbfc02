package org.neocog.graph;

/** What a padding is filled with. */
public enum PadMode {
    /** Zeros. */
    ZERO,
    /** The elements next to it as in a mirror that stands on the first or last element: {@code c b | a b c | b a}. */
    REFLECT
}
