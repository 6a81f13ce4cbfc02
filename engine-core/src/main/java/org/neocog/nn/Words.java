package org.neocog.nn;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** What error messages about words have in common. */
final class Words {
    private static final int SHOWN = 40;

    private Words() {}

    /** The word in quotation marks, shortened and without control characters, so that a message stays one line. */
    static String quote(String word) {
        String start = word.length() > SHOWN ? word.substring(0, SHOWN) + "…" : word;
        return "\"" + start.replaceAll("\\p{C}", "?") + "\"";
    }

    /** In lower case and without {@code - _ [ ]}: {@code [Max_Pool]} and {@code max-pool} are one word. */
    static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replaceAll("[-_\\[\\]]", "");
    }

    /** {@code "did you mean X? "} for the known word that is nearest, or nothing if none is near. */
    static String suggestion(String word, Collection<String> known) {
        return nearest(word, known).map(near -> "did you mean " + near + "? ").orElse("");
    }

    private static Optional<String> nearest(String word, Collection<String> known) {
        if (word.length() > SHOWN) {
            return Optional.empty();
        }
        int limit = Math.max(1, word.length() / 3);
        return known.stream()
                .filter(candidate -> distance(plain(word), plain(candidate)) <= limit)
                .min(Comparator.comparingInt(candidate -> distance(plain(word), plain(candidate))));
    }

    /** Levenshtein's, with an exchange of neighbours as one step: how many characters were mistyped. */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int change = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                d[i][j] = Math.min(change, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
