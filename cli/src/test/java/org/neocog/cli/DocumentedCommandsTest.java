package org.neocog.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** What the documents and the help texts tell users to type is what the command line understands. */
final class DocumentedCommandsTest {
    private static final Pattern BLOCK = Pattern.compile("^```sh\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");
    private static final Pattern OPTION = Pattern.compile("`(--[a-z][a-z-]*)");

    static List<Path> documents() throws IOException {
        Path root = Path.of("..");
        try (Stream<Path> docs = Files.list(root.resolve("docs"))) {
            return Stream.concat(Stream.of(root.resolve("README.md")), docs.filter(file -> file.toString().endsWith(".md")))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyCommandInADocumentCanBeTyped(Path document) throws IOException {
        List<String> wrong = new ArrayList<>();
        String text = Files.readString(document);
        for (MatchResult block : BLOCK.matcher(text).results().toList()) {
            commands(block.group(1)).forEach(command -> complaint(command).ifPresent(wrong::add));
        }
        // Those in the midst of a sentence or a table, where they are whole.
        Pattern.compile("`((?:\\./)?neocog [a-z]+ --[^`…]*)`").matcher(text.replace("\n", " ")).results()
                .map(match -> match.group(1))
                .filter(command -> !command.matches(".* (RUN|DIR|FILE|A|B|C|N|NAME)( .*)?"))
                .forEach(command -> complaint(command).ifPresent(wrong::add));
        assertEquals(List.of(), wrong);
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyOptionNamedInADocumentExists(Path document) throws IOException {
        Set<String> named = OPTION.matcher(Files.readString(document)).results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        named.removeAll(options(commandLine("view")).collect(Collectors.toSet()));
        named.remove("--enable-native-access"); // Java's
        assertEquals(Set.of(), named);
    }

    @Test
    void everyExampleOfAHelpTextCanBeTyped() {
        List<String> wrong = new ArrayList<>();
        List<CommandLine> all = all(commandLine("view")).toList();
        assertTrue(all.size() > 15, all.size() + " commands");
        for (CommandLine command : all) {
            List<String> examples = commands(String.join("\n", command.getCommandSpec().usageMessage().footer()));
            assertFalse(examples.isEmpty(), command.getCommandName());
            examples.forEach(example -> complaint(example).ifPresent(wrong::add));
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void whatIsWrongIsFound() {
        assertTrue(complaint("neocog train --model mlp --data mnist --epoch 3").isPresent());
        assertTrue(complaint("neocog trian --model mlp").isPresent());
        assertTrue(complaint("neocog eval --run runs/digits").isPresent(), "--data is missing");
        assertTrue(complaint("./neocog train --model 'my net.txt' --data mnist").isEmpty());
        assertEquals(List.of("neocog a b c", "neocog d"), commands("neocog a \\\n    b c\n\n# no\nmvn x\n  neocog d | jq .e\n"));
    }

    /** The commands of a block: continued lines put together, comments and what a shell does with results left out. */
    private static List<String> commands(String block) {
        return block.replaceAll("\\\\\\n\\s*", "")
                .lines()
                .map(line -> line.strip().replaceAll("\\s+[|>#] .*", ""))
                .filter(line -> line.matches("(\\./)?neocog .*"))
                .toList();
    }

    /** What the command line has to say against a command; nothing is run. */
    private static Optional<String> complaint(String command) {
        String[] words = WORD.matcher(command.replaceFirst("^(\\./)?neocog\\s+", "")).results()
                .map(match -> Stream.of(1, 2, 3).map(match::group).filter(Objects::nonNull).findFirst().orElseThrow())
                .map(word -> word.replaceAll("^\\[|\\]$", ""))
                .toArray(String[]::new);
        try {
            commandLine(words).parseArgs(words);
            return Optional.empty();
        } catch (ParameterException e) {
            return Optional.of(command + ": " + e.getMessage());
        }
    }

    private static CommandLine commandLine(String... words) {
        Console console = new Console(System.out, System.err, false, Console.DEFAULT_WIDTH);
        return Main.commandLine(console, new Interruption(), List.of(words));
    }

    private static Stream<CommandLine> all(CommandLine command) {
        return Stream.concat(
                Stream.of(command), command.getSubcommands().values().stream().flatMap(DocumentedCommandsTest::all));
    }

    private static Stream<String> options(CommandLine command) {
        return all(command).flatMap(each -> Stream.concat(
                each.getCommandSpec().optionsMap().keySet().stream(),
                each.getCommandSpec().negatedOptionsMap().keySet().stream()));
    }
}
