package org.neocog.testing;

/**
 * What one check of one case found.
 *
 * @param op the operation's name
 * @param caseName the case's name, unique for the operation
 * @param check the check's {@linkplain Check#label() label}
 * @param error what was measured: a relative error ({@link Errors}) or a count of wrong elements
 * @param tolerance the largest error that passes
 * @param reason why it failed or was skipped; empty if it passed
 */
public record CaseResult(
        String op, String caseName, String check, double error, double tolerance, Status status, String reason) {

    /** How a check ended. */
    public enum Status {
        PASSED,
        FAILED,
        SKIPPED
    }

    public boolean passed() {
        return status == Status.PASSED;
    }

    public boolean failed() {
        return status == Status.FAILED;
    }

    public boolean skipped() {
        return status == Status.SKIPPED;
    }

    /**
     * For tests: does nothing unless the check failed.
     *
     * @throws AssertionError saying what failed and by how much
     */
    public void orThrow() {
        if (failed()) {
            throw new AssertionError(op + "/" + caseName + "/" + check + ": " + reason + " (error " + error + ", tolerance "
                    + tolerance + ")");
        }
    }
}
