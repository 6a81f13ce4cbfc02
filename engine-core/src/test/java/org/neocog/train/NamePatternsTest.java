package org.neocog.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.neocog.UsageException;

final class NamePatternsTest {
    @ParameterizedTest
    @CsvSource({
        "conv*, conv1.weight, true",
        "conv*, fc1.conv, false",
        "conv1.weight, conv1.weight, true",
        "conv1.weight, conv1xweight, false",
        "conv?.bias, conv1.bias, true",
        "conv?.bias, conv12.bias, false",
        "*, anything, true",
        "*.bias, fc1.bias, true",
        "[a-z]*, fc1.bias, false",
        "'\\E*', fc1.bias, false",
    })
    void starsStandForAnythingAndQuestionMarksForOne(String pattern, String name, boolean match) {
        assertEquals(match, new NamePatterns(List.of("nothing", pattern)).match(name));
    }

    @Test
    void noPatternsMatchNothing() {
        assertFalse(new NamePatterns(List.of()).match(""));
    }

    @Test
    void aPatternThatMatchesNoneNamesThemAll() {
        NamePatterns patterns = new NamePatterns(List.of("fc*", "con*"));
        patterns.requireMatches("--freeze", List.of("conv1.weight", "fc1.weight"));
        assertEquals(
                "--freeze con*: matches none of the model's parameters, which are fc1.weight, fc1.bias; * stands for any"
                        + " characters, as in conv*",
                assertThrows(
                                UsageException.class,
                                () -> patterns.requireMatches("--freeze", List.of("fc1.weight", "fc1.bias")))
                        .getMessage());
    }
}
