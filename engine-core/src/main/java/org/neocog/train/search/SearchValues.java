package org.neocog.train.search;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.neocog.UsageException;

/** The values that a setting can have in a search. */
sealed interface SearchValues {
    /** All of them, if they can be counted. */
    List<String> all();

    /** The value at a place from 0 to below 1. */
    String at(double place);

    /** A list, {@code adam|momentum}. */
    record Choice(List<String> all) implements SearchValues {
        public Choice {
            all = List.copyOf(all);
        }

        @Override
        public String at(double place) {
            return all.get((int) (place * all.size()));
        }
    }

    /**
     * Numbers between two, {@code log:1e-4:1e-1} or {@code lin:0.1:0.5}, rounded to four digits; with a count only so many of
     * them, evenly spaced, the ends included.
     */
    record Range(boolean log, double low, double high, OptionalInt count, boolean whole) implements SearchValues {
        private static final MathContext FOUR_DIGITS = new MathContext(4, RoundingMode.HALF_EVEN);

        @Override
        public List<String> all() {
            if (count.isEmpty()) {
                return List.of();
            }
            int n = count.getAsInt();
            Set<String> points = new LinkedHashSet<>();
            for (int i = 0; i < n; i++) {
                points.add(text(i == n - 1 ? high : between((double) i / (n - 1))));
            }
            return List.copyOf(points);
        }

        @Override
        public String at(double place) {
            return count.isPresent() ? new Choice(all()).at(place) : text(between(place));
        }

        private double between(double place) {
            return log ? low * StrictMath.pow(high / low, place) : low + (high - low) * place;
        }

        private String text(double value) {
            return whole
                    ? Long.toString(Math.round(value))
                    : Double.toString(new BigDecimal(value).round(FOUR_DIGITS).doubleValue());
        }
    }

    /**
     * @param entry {@code KEY=VALUES}, for errors
     * @throws UsageException if the text is of no form above, or the setting cannot have one of the values
     */
    static SearchValues parse(String entry, SearchKey key, String text) {
        if (text.startsWith("log:") || text.startsWith("lin:")) {
            return range(entry, key, text);
        }
        List<String> values = new ArrayList<>();
        for (String value : text.split("\\|", -1)) {
            if (value.isEmpty()) {
                throw wrong(entry, "a value is missing; values are separated by |, as in " + example(key));
            }
            if (values.contains(value)) {
                throw wrong(entry, value + " stands there twice");
            }
            check(entry, key, value);
            values.add(value);
        }
        return new Choice(values);
    }

    private static Range range(String entry, SearchKey key, String text) {
        String[] parts = text.split(":", -1);
        if (!key.isNumber() || parts.length < 3 || parts.length > 4) {
            throw wrong(entry, "a range is log:LOW:HIGH or lin:LOW:HIGH, with a number of points after another colon for a"
                    + " grid, of a setting that is a number; otherwise list the values, as in " + example(key));
        }
        check(entry, key, parts[1]);
        check(entry, key, parts[2]);
        boolean log = parts[0].equals("log");
        double low = Double.parseDouble(parts[1]);
        double high = Double.parseDouble(parts[2]);
        if (!(low < high) || log && low == 0) {
            throw wrong(entry, "a range goes from a smaller number to a larger one" + (log ? ", both above 0" : ""));
        }
        if (parts.length == 4 && (!parts[3].matches("[0-9]{1,4}") || Integer.parseInt(parts[3]) < 2)) {
            throw wrong(entry, "the number of points must be a whole number from 2 to 9999, not \"" + parts[3] + "\"");
        }
        OptionalInt count = parts.length == 4 ? OptionalInt.of(Integer.parseInt(parts[3])) : OptionalInt.empty();
        return new Range(log, low, high, count, key.isWhole());
    }

    private static void check(String entry, SearchKey key, String value) {
        try {
            key.check(value);
        } catch (IllegalArgumentException | UsageException e) {
            throw wrong(entry, e.getMessage());
        }
    }

    private static String example(SearchKey key) {
        return switch (key) {
            case OPTIMIZER -> "optimizer=adam|momentum";
            case SCHEDULE -> "schedule=constant|cosine";
            case BATCH -> "batch=32|64";
            default -> key.word() + "=0.1|0.2";
        };
    }

    private static UsageException wrong(String entry, String what) {
        return new UsageException("--space " + entry + ": " + what);
    }
}
