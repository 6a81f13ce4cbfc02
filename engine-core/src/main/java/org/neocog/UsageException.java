package org.neocog;

/** A wrong value for a flag. The message names the flag and lists what it takes; the command line exits with 2. */
public final class UsageException extends NeocogException {
    public UsageException(String message) {
        super(message);
    }
}
