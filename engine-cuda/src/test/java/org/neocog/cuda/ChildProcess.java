package org.neocog.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a class of the tests in a JVM of its own, since a process can load JCuda once. */
final class ChildProcess {
    private static final int LIMIT_SECONDS = 300;

    private final Process process;
    private final Path output;

    private ChildProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** @param properties system properties; its temporary folder and cache lie in {@code folder} unless they say otherwise */
    static ChildProcess start(Path folder, Map<String, String> properties, Class<?> main, String... arguments)
            throws IOException {
        Path temporary = Files.createDirectories(folder.resolve("tmp"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED", "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + folder.resolve("crash.log"),
                "-Djava.io.tmpdir=" + temporary, "-Dneocog.cache=" + folder.resolve("cache")));
        properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(folder, "output", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        return new ChildProcess(builder.start(), output);
    }

    /** Waits for it to end well; a process that died fails the test with what it printed. */
    List<String> lines() throws IOException, InterruptedException {
        assertTrue(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS), "the process did not end");
        String text = Files.readString(output);
        assertEquals(0, process.exitValue(), text);
        return text.lines().toList();
    }
}
