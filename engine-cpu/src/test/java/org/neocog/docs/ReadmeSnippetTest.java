package org.neocog.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReadmeSnippetTest {
    @TempDir
    private Path classes;

    @Test
    void theReadmesJavaCompiles() throws IOException {
        Path readme = Path.of("..", "README.md");
        List<String> snippets = JavaSnippets.in(Files.readString(readme));
        assertFalse(snippets.isEmpty(), "the README shows how to use the library");
        for (String snippet : snippets) {
            assertEquals("", JavaSnippets.complaints(snippet, classes), snippet);
        }
    }

    @Test
    void aSnippetThatIsWrongIsFound() throws IOException {
        String markdown = """
                Text.
                ```java
                final class Right {
                    org.neocog.train.Predictor predictor;
                }
                ```
                ```text
                nothing
                ```
                ```java
                final class Wrong {
                    org.neocog.train.Oracle oracle;
                }
                ```
                """;
        List<String> snippets = JavaSnippets.in(markdown);
        assertEquals(2, snippets.size());
        assertEquals("", JavaSnippets.complaints(snippets.get(0), classes));
        assertTrue(JavaSnippets.complaints(snippets.get(1), classes).contains("Oracle"));
    }
}
