package org.neocog.nn;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.neocog.UsageException;

/**
 * The letters of {@code [(CONV-RELU)*n-POOL?]*m-(FC-RELU)*k-SOFTMAX}.
 *
 * @param n convolutions in a block
 * @param m blocks
 * @param k hidden fully-connected layers
 * @param pool whether a pooling ends each block
 * @param filters of the first block's convolutions
 * @param width of the hidden fully-connected layers
 */
record PatternOptions(int n, int m, int k, boolean pool, int filters, int width) {
    private static final List<String> KEYS = List.of("n", "m", "k", "pool", "filters", "width");
    private static final int MOST_LAYERS = 16;
    private static final int MOST_UNITS = 1 << 16;

    /**
     * @param origin what messages call the text
     * @param text {@code n=2,m=3,pool=no}; each option may be left out
     * @throws UsageException for what is no option or out of range
     */
    static PatternOptions read(String origin, String text) {
        Map<String, String> values = new HashMap<>();
        for (String option : text.isEmpty() ? List.<String>of() : List.of(text.split(",", -1))) {
            int equals = option.indexOf('=');
            String key = equals < 0 ? option : option.substring(0, equals);
            if (equals < 0 || !KEYS.contains(key) || values.put(key, option.substring(equals + 1)) != null) {
                throw error(origin, Words.quote(option) + " is not an option, or stands there twice");
            }
        }
        return new PatternOptions(
                number(origin, values, "n", 0, MOST_LAYERS, 2),
                number(origin, values, "m", 0, MOST_LAYERS, 3),
                number(origin, values, "k", 0, MOST_LAYERS, 1),
                yes(origin, values.getOrDefault("pool", "yes")),
                number(origin, values, "filters", 1, MOST_UNITS, 32),
                number(origin, values, "width", 1, MOST_UNITS, 256));
    }

    private static int number(String origin, Map<String, String> values, String key, int min, int max, int otherwise) {
        String value = values.get(key);
        if (value == null) {
            return otherwise;
        }
        if (value.matches("\\d{1,6}") && Integer.parseInt(value) >= min && Integer.parseInt(value) <= max) {
            return Integer.parseInt(value);
        }
        throw error(origin, key + " must be a whole number from " + min + " to " + max + ", not " + Words.quote(value));
    }

    private static boolean yes(String origin, String value) {
        return switch (value) {
            case "yes" -> true;
            case "no" -> false;
            default -> throw error(origin, "pool must be yes or no, not " + Words.quote(value));
        };
    }

    private static UsageException error(String origin, String message) {
        return new UsageException(Words.quote(origin) + ": " + message + "; write: pattern:n=2,m=3,k=1,pool=yes,filters=32,"
                + "width=256 (for [(CONV-RELU)*n-POOL]*m-(FC-RELU)*k-SOFTMAX)");
    }

    /** A name that tells patterns apart. */
    String modelName() {
        return "pattern-n" + n + "-m" + m + "-k" + k;
    }

    /** The pattern with its numbers. */
    String notation() {
        return "[(CONV-RELU)*" + n + (pool ? "-POOL" : "") + "]*" + m + "-(FC-RELU)*" + k + "-SOFTMAX";
    }
}
