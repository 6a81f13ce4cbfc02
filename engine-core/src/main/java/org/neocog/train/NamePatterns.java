package org.neocog.train;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.neocog.UsageException;

/** Patterns of names, in which {@code *} stands for any characters and {@code ?} for one. */
final class NamePatterns {
    private final List<String> texts;
    private final List<Pattern> patterns;

    NamePatterns(List<String> texts) {
        this.texts = List.copyOf(texts);
        this.patterns = texts.stream().map(NamePatterns::compile).toList();
    }

    private static Pattern compile(String text) {
        StringBuilder regex = new StringBuilder();
        text.codePoints().forEach(c -> regex.append(switch (c) {
            case '*' -> ".*";
            case '?' -> ".";
            default -> Pattern.quote(Character.toString(c));
        }));
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    boolean match(String name) {
        return patterns.stream().anyMatch(pattern -> pattern.matcher(name).matches());
    }

    /**
     * @param option whose values the patterns are, for the error
     * @throws UsageException if one of them matches none of the names
     */
    void requireMatches(String option, Collection<String> names) {
        for (int i = 0; i < patterns.size(); i++) {
            Pattern pattern = patterns.get(i);
            if (names.stream().noneMatch(name -> pattern.matcher(name).matches())) {
                throw new UsageException(option + " " + texts.get(i) + ": matches none of the model's parameters, which are "
                        + String.join(", ", names) + "; * stands for any characters, as in conv*");
            }
        }
    }
}
