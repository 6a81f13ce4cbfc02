package org.neocog.train;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.neocog.UsageException;

/**
 * A setting of the form {@code NAME[:KEY=VALUE[,KEY=VALUE]...]}, as optimizers and schedules are written, with errors that
 * quote it and list what is allowed.
 */
final class NamedValues {
    private final String option;
    private final String whole;
    private final String name;
    private final List<String> allowed;
    private final Map<String, String> values = new HashMap<>();

    /**
     * @param option the command-line option whose value it is, for errors: {@code --optimizer}
     * @param keys the names that are allowed, each with the keys that it takes, in the order to be listed
     * @throws UsageException if the name or a key is none of these, a key has no value, or stands there twice
     */
    NamedValues(String option, String text, Map<String, List<String>> keys) {
        this.option = option;
        this.whole = text;
        int colon = text.indexOf(':');
        this.name = colon < 0 ? text : text.substring(0, colon);
        if (!keys.containsKey(name)) {
            throw new UsageException(option + " " + text + ": unknown " + option.substring(2) + " \"" + name
                    + "\"; allowed: " + String.join(", ", keys.keySet()));
        }
        this.allowed = keys.get(name);
        if (colon >= 0) {
            for (String assignment : text.substring(colon + 1).split(",", -1)) {
                assign(assignment);
            }
        }
    }

    private void assign(String assignment) {
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

    String name() {
        return name;
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
        return toWhole(key, text, "");
    }

    /**
     * @param what follows "a whole number" in an error
     */
    int toWhole(String key, String text, String what) {
        if (!text.matches("[0-9]{1,9}")) {
            throw wrong(key + " must be a whole number" + what + ", not \"" + text + "\"");
        }
        return Integer.parseInt(text);
    }

    UsageException wrong(String what) {
        String keys = allowed.isEmpty() ? name + " takes no keys" : "allowed keys: " + String.join(", ", allowed);
        return new UsageException(option + " " + whole + ": " + what + "; " + keys);
    }
}
