package org.neocog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Packages may lean on one another in one direction only. */
class PackageCyclesTest {
    private static final Path SOURCES = Path.of("src/main/java");
    /** An import, or a name written out in full, of something in a package of this project. */
    private static final Pattern USE = Pattern.compile("\\b(org\\.neocog(?:\\.[a-z]+)*)\\.[A-Z]");

    @Test
    void noPackageOfTheCoreLeansOnItselfThroughOthers() throws IOException {
        Map<String, Set<String>> uses = uses(SOURCES);
        assertTrue(uses.keySet().containsAll(Set.of("org.neocog.graph", "org.neocog.exec", "org.neocog.train")));
        assertTrue(uses.get("org.neocog.exec").contains("org.neocog.graph"));
        assertEquals(List.of(), cycle(uses));
    }

    @Test
    void aCycleIsFound() {
        assertFalse(cycle(Map.of("a", Set.of("b"), "b", Set.of("c"), "c", Set.of("a"))).isEmpty());
        assertEquals(List.of(), cycle(Map.of("a", Set.of("b", "c"), "b", Set.of("c"), "c", Set.of())));
    }

    private static Map<String, Set<String>> uses(Path sources) throws IOException {
        Map<String, Set<String>> uses = new TreeMap<>();
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                String own = sources.relativize(file.getParent()).toString().replace('/', '.').replace('\\', '.');
                Set<String> others = uses.computeIfAbsent(own, _ -> new TreeSet<>());
                Matcher matcher = USE.matcher(withoutComments(Files.readString(file)));
                while (matcher.find()) {
                    if (!matcher.group(1).equals(own)) {
                        others.add(matcher.group(1));
                    }
                }
            }
        }
        return uses;
    }

    private static String withoutComments(String source) {
        return source.replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("//.*", "");
    }

    /** The packages of a cycle, or none: takes away, again and again, those that use nothing that is left. */
    private static List<String> cycle(Map<String, Set<String>> uses) {
        List<String> left = new ArrayList<>(new TreeSet<>(uses.keySet()));
        while (left.removeIf(name -> uses.get(name).stream().noneMatch(left::contains))) {}
        return left;
    }
}
