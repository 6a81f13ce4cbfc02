package org.neocog.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a line may say.
 *
 * @param word its first word
 * @param required keys that it needs, and that plain words stand for in this order
 * @param optional further keys
 * @param example a line to imitate; may be empty
 */
record Syntax(String word, List<String> required, List<String> optional, String example) {
    List<String> keys() {
        List<String> keys = new ArrayList<>(required);
        keys.addAll(optional);
        return keys;
    }

    /** {@code write: fc OUTPUTS [bias=] [name=] (as in: fc 1024)}. */
    String usage() {
        StringBuilder usage = new StringBuilder("write: " + word);
        required.forEach(key -> usage.append(' ').append(key.toUpperCase(Locale.ROOT)));
        optional.forEach(key -> usage.append(" [").append(key).append("=]"));
        return example.isEmpty() ? usage.toString() : usage + " (as in: " + example + ")";
    }
}
