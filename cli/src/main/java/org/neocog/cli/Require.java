package org.neocog.cli;

import org.neocog.UsageException;

/** Bounds of options, with errors that name the option. */
final class Require {
    private Require() {}

    static int atLeast(int least, String option, int value) {
        if (value < least) {
            throw new UsageException(option + " " + value + ": must be at least " + least);
        }
        return value;
    }

    static double above0(String option, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new UsageException(option + " " + value + ": must be a number above 0");
        }
        return value;
    }

    static double notNegative(String option, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new UsageException(option + " " + value + ": must be 0 or a number above it");
        }
        return value;
    }

    static double between0And1(String option, double value) {
        if (!(value > 0 && value < 1)) {
            throw new UsageException(option + " " + value + ": must be above 0 and below 1, as 0.1 is");
        }
        return value;
    }
}
