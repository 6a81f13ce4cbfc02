package org.neocog.graph;

import org.neocog.NeocogException;

/** Shapes that do not fit together. */
public final class ShapeException extends NeocogException {
    public ShapeException(String message) {
        super(message);
    }
}
