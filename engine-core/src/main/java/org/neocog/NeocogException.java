package org.neocog;

/**
 * Something the user can mend: bad input, a missing file, a device that is not there. The message is one line that says
 * what was wrong, where, and what would be right; the command line prints it without a stack trace and exits with 1.
 */
public class NeocogException extends RuntimeException {
    public NeocogException(String message) {
        super(message);
    }

    public NeocogException(String message, Throwable cause) {
        super(message, cause);
    }
}
