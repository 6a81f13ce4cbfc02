package org.neocog.cli;

import java.util.Locale;

/** Numbers of bytes and counts as people read them. */
final class Sizes {
    private Sizes() {}

    /** {@code 812 B}, {@code 3.2 KiB}, {@code 61.0 MiB}. */
    static String text(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        double value = bytes / 1024.0;
        String[] units = {"KiB", "MiB", "GiB"};
        int unit = 0;
        while (value >= 1024 && unit < units.length - 1) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
    }

    /** {@code 1,347,010}. */
    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
