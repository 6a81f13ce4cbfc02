package org.neocog.testing;

/**
 * What a check measured.
 *
 * @param reason what is wrong if the error is above the tolerance
 */
record Finding(double error, double tolerance, String reason) {
    static Finding exact(long wrong, String reason) {
        return new Finding(wrong, 0, reason);
    }

    boolean passes() {
        return error <= tolerance;
    }
}
