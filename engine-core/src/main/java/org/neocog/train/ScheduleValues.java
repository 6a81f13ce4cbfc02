package org.neocog.train;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.neocog.UsageException;

/** The keys and values of one schedule's text, with errors that quote it and list the keys that it may have. */
final class ScheduleValues {
    private final String whole;
    private final List<String> allowed;
    private final Map<String, String> values = new HashMap<>();

    ScheduleValues(String whole, String name, List<String> keys, String assignments, boolean colon) {
        this.whole = whole;
        this.allowed = new ArrayList<>(keys);
        allowed.add("warmup");
        if (!colon) {
            return;
        }
        for (String assignment : assignments.split(",", -1)) {
            int equals = assignment.indexOf('=');
            String key = equals < 0 ? assignment : assignment.substring(0, equals);
            if (!allowed.contains(key)) {
                throw wrong("unknown key \"" + key + "\" of " + name);
            }
            if (equals < 0) {
                throw wrong(key + " has no value");
            }
            if (values.put(key, assignment.substring(equals + 1)) != null) {
                throw wrong(key + " stands there twice");
            }
        }
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    String text(String key) {
        if (!has(key)) {
            throw wrong(key + " is missing");
        }
        return values.get(key);
    }

    double number(String key) {
        return toNumber(key, text(key));
    }

    double number(String key, double otherwise) {
        return has(key) ? number(key) : otherwise;
    }

    int whole(String key, int otherwise) {
        return has(key) ? toWhole(key, text(key)) : otherwise;
    }

    double toNumber(String key, String text) {
        if (!text.matches("[0-9]*\\.?[0-9]+([eE][-+]?[0-9]+)?")) {
            throw wrong(key + " must be a number such as 0.1, not \"" + text + "\"");
        }
        return Double.parseDouble(text);
    }

    int toWhole(String key, String text) {
        if (!text.matches("[0-9]{1,9}")) {
            throw wrong(key + " must be a whole number" + (key.equals("warmup") ? " of steps (500) or epochs (1e)" : "")
                    + ", not \"" + text + "\"");
        }
        return Integer.parseInt(text);
    }

    UsageException wrong(String what) {
        return new UsageException("--schedule " + whole + ": " + what + "; allowed keys: " + String.join(", ", allowed));
    }
}
