package org.neocog.nn;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.neocog.NeocogException;

/** The words after a line's first one: {@code key=value} options, and plain words that stand for the first keys in order. */
final class Arguments {
    /** The largest count a description may ask for. Keeps every later sum and product within range. */
    static final int MAX_COUNT = 1 << 24;
    /** The largest window, stride, padding or dilation. */
    static final int MAX_WINDOW = 1 << 12;

    private static final String NUMBER = "[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d{1,3})?";

    private final DescriptionLine line;
    private final Syntax syntax;
    private final Map<String, String> values = new LinkedHashMap<>();

    /**
     * @throws NeocogException for a word that the syntax has no place for
     */
    Arguments(DescriptionLine line, Syntax syntax) {
        this.line = line;
        this.syntax = syntax;
        List<String> keys = syntax.keys();
        int plain = 0;
        for (String word : line.rest()) {
            int equals = word.indexOf('=');
            if (equals < 0) {
                if (plain == syntax.required().size()) {
                    throw line.error("unexpected " + Words.quote(word) + "; " + syntax.usage());
                }
                put(syntax.required().get(plain++), word);
                continue;
            }
            String key = word.substring(0, equals).toLowerCase(Locale.ROOT).replace('_', '-');
            if (!keys.contains(key)) {
                throw line.error(syntax.word() + " has no option " + Words.quote(word.substring(0, equals)) + "; "
                        + Words.suggestion(key, keys) + syntax.usage());
            }
            put(key, word.substring(equals + 1));
        }
        for (String key : syntax.required()) {
            if (!values.containsKey(key)) {
                throw line.error(syntax.word() + " lacks its " + key + "; " + syntax.usage());
            }
        }
    }

    private void put(String key, String value) {
        if (value.isEmpty()) {
            throw wrong(key, value, "a value after the =");
        }
        if (values.putIfAbsent(key, value) != null) {
            throw line.error(key + " is given twice");
        }
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    Optional<String> text(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** A whole number from {@code min} to {@code max}. */
    int whole(String key, int min, int max, int otherwise) {
        return text(key).map(value -> whole(key, value, min, max)).orElse(otherwise);
    }

    int whole(String key, int max) {
        return whole(key, values.get(key), 1, max);
    }

    private int whole(String key, String value, int min, int max) {
        if (value.matches("\\d{1,10}")) {
            long number = Long.parseLong(value);
            if (number >= min && number <= max) {
                return (int) number;
            }
        }
        throw wrong(key, value, "a whole number from " + min + " to " + max);
    }

    /** Height and width, from {@code 5x3} or, for both, {@code 5}. */
    int[] pair(String key, int min, int[] otherwise) {
        if (!has(key)) {
            return otherwise;
        }
        String value = values.get(key);
        String[] parts = value.toLowerCase(Locale.ROOT).split("x", -1);
        if (parts.length > 2 || !value.matches("[\\dxX]+")) {
            throw wrong(key, value, "a number or HEIGHTxWIDTH, as 3 or 3x5");
        }
        int height = whole(key, parts[0], min, MAX_WINDOW);
        return new int[] {height, parts.length == 1 ? height : whole(key, parts[1], min, MAX_WINDOW)};
    }

    /** A decimal number of at least 0. */
    double number(String key, double otherwise) {
        return text(key).map(value -> decimal(key, value, "a number of at least 0")).map(number -> {
            if (number < 0) {
                throw wrong(key, values.get(key), "a number of at least 0");
            }
            return number;
        }).orElse(otherwise);
    }

    /** Any decimal number that a float can hold. */
    float real(String key, String value) {
        float number = (float) decimal(key, value, "a number");
        if (Float.isInfinite(number)) {
            throw wrong(key, value, "a number that a float can hold");
        }
        return number;
    }

    private double decimal(String key, String value, String wanted) {
        if (value.length() > 40 || !value.matches(NUMBER) || Double.isInfinite(Double.parseDouble(value))) {
            throw wrong(key, value, wanted);
        }
        return Double.parseDouble(value);
    }

    boolean flag(String key, boolean otherwise) {
        return text(key).map(value -> switch (value.toLowerCase(Locale.ROOT)) {
            case "yes", "true" -> true;
            case "no", "false" -> false;
            default -> throw wrong(key, value, "yes or no");
        }).orElse(otherwise);
    }

    NeocogException wrong(String key, String value, String wanted) {
        return line.error(key + " must be " + wanted + ", not " + Words.quote(value) + "; " + syntax.usage());
    }

    DescriptionLine line() {
        return line;
    }
}
