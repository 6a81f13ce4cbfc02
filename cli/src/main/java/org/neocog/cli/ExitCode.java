package org.neocog.cli;

/** What the process ends with; scripts rely on these. */
final class ExitCode {
    static final int DONE = 0;
    /** Something the user can mend, or a defect. */
    static final int FAILED = 1;
    /** The command line or a setting makes no sense. */
    static final int USAGE = 2;
    /** Ctrl-C: 128 + SIGINT, as shells have it. */
    static final int INTERRUPTED = 130;

    private ExitCode() {}
}
