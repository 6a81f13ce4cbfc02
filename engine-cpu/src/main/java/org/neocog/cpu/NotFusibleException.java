package org.neocog.cpu;

/** Nodes that were found to suit cannot be computed together after all, or not fast: they are computed one by one. */
final class NotFusibleException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotFusibleException(String reason) {
        super(reason);
    }
}
