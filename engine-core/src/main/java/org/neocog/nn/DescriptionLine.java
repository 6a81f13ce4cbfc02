package org.neocog.nn;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.neocog.NeocogException;

/**
 * One line of a net description, cut into words.
 *
 * @param origin the file's name, for messages
 * @param number the line's, from 1
 * @param head the first word as it was written
 * @param rest the other words
 */
record DescriptionLine(String origin, int number, String head, List<String> rest) {
    /** Cuts at white space, after dropping what follows a {@code #}; nothing if no word is left. */
    static Optional<DescriptionLine> of(String origin, int number, String text) {
        int comment = text.indexOf('#');
        String content = (comment < 0 ? text : text.substring(0, comment)).strip();
        if (content.isEmpty()) {
            return Optional.empty();
        }
        List<String> words = Arrays.asList(content.split("\\s+"));
        return Optional.of(new DescriptionLine(origin, number, words.getFirst(), words.subList(1, words.size())));
    }

    /** The head in the form in which words are compared. */
    String word() {
        return Words.plain(head);
    }

    NeocogException error(String message) {
        return error(origin, number, message);
    }

    static NeocogException error(String origin, int number, String message) {
        return new NeocogException(origin + ":" + number + ": " + message);
    }
}
