package org.neocog;

/** A setting whose value makes no sense: the command line exits with 2. */
public final class UsageException extends NeocogException {
    public UsageException(String message) {
        super(message);
    }
}
