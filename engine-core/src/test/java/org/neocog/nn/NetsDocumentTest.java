package org.neocog.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.neocog.NeocogException;

/** Holds docs/nets.md to what the reader of descriptions does. */
final class NetsDocumentTest {
    private static String document() throws IOException {
        return Files.readString(Path.of("..", "docs", "nets.md"));
    }

    private static List<String> blocks(String kind) throws IOException {
        Pattern block = Pattern.compile("^```" + kind + "\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
        Matcher matcher = block.matcher(document());
        return matcher.results().map(match -> match.group(1)).toList();
    }

    @Test
    void everyExampleIsANet() throws IOException {
        List<String> examples = blocks("net");
        assertEquals(2, examples.size());
        assertEquals(3_274_634, ModelSummary.of(Models.parse(examples.getFirst(), "first"), 1).parameters());
    }

    @Test
    void theWorkedExampleHasTheShapesThatItSays() throws IOException {
        List<ModelSummary.Row> rows = ModelSummary.of(Models.parse(blocks("net").getLast(), "worked"), 1).layers();
        assertEquals(
                List.of("10x32x32", "10x32x32", "10x16x16", "20x14x14", "20x14x14", "20x1x1", "10"),
                rows.stream().map(row -> row.output().toString()).toList());
        assertEquals(760, rows.get(0).parameters());
        assertEquals(1_800, rows.get(3).parameters());
    }

    @Test
    void theErrorShownIsTheErrorGiven() throws IOException {
        String broken = blocks("net").getLast().replace(" remainder=partial", "");
        NeocogException e = assertThrows(NeocogException.class, () -> Models.parse(broken, "tiny.net"));
        assertEquals(blocks("text").getFirst().strip(), e.getMessage());
    }

    @ParameterizedTest
    @MethodSource("syntaxes")
    void everyLayerHasItsRowWithAllOptions(Syntax syntax) throws IOException {
        String line = syntax.word();
        for (String key : syntax.required()) {
            line += " " + key.toUpperCase(Locale.ROOT);
        }
        String options = String.join(" ", syntax.optional().stream().map(key -> "`" + key + "=`").toList());
        String start = "| `" + line + "` |";
        String row = document().lines().filter(text -> text.startsWith(start)).findFirst().orElse("no row for " + line);
        assertTrue(row.endsWith("| " + options + " |"), row + " must end with " + options);
    }

    static List<Syntax> syntaxes() {
        return LayerReader.SYNTAXES;
    }

    @Test
    void everyOptionHasItsRow() throws IOException {
        List<String> first =
                document().lines().filter(line -> line.startsWith("| `")).map(line -> line.split("\\|")[1]).toList();
        for (Syntax syntax : LayerReader.SYNTAXES) {
            for (String key : syntax.keys()) {
                assertTrue(first.stream().anyMatch(cell -> cell.contains("`" + key + "=`")), key);
            }
        }
    }

    @Test
    void everyOtherWordIsNamed() throws IOException {
        String plain = Words.plain(document());
        for (String word : LayerReader.vocabulary()) {
            assertTrue(plain.contains("`" + word), word);
        }
    }

    @Test
    void everyNamedModelHasItsRowWithItsNumbers() throws IOException {
        for (String name : Models.names()) {
            Model model = Models.find(name);
            ModelSummary summary = ModelSummary.of(model, 1);
            String start = "| `" + name + "` |";
            String end = String.format(Locale.ROOT,
                    "| %s | %,d | %,d |", model.inputShape(), summary.multiplyAdds(), summary.parameters());
            assertTrue(document().lines().anyMatch(row -> row.startsWith(start) && row.endsWith(end)), name + " " + end);
        }
    }
}
