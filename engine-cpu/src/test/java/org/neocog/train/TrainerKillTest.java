package org.neocog.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrainerKillTest {
    @TempDir
    private Path temp;

    /**
     * Each process is killed while it goes on from one step (counted in lines) towards another; where exactly is left to
     * chance. It has 128 + 9 as exit code because it could not end by itself.
     */
    @Test
    void aRunThatIsKilledAgainAndAgainEndsWithTheSameBits() throws IOException, InterruptedException {
        TinyRun.train(KilledTrainer.config(), temp.resolve("whole"));
        Path killed = temp.resolve("killed");
        killAfter(1, 3, killed);
        killAfter(2, 7, killed);
        killAfter(1, 11, killed);
        killAfter(3, 15, killed);
        assertNotEquals(
                TinyRun.bits(new RunFolder(temp.resolve("whole")).checkpoints().loadLast()),
                TinyRun.bits(new RunFolder(killed).checkpoints().loadLast()),
                "something is left to do");
        TinyRun.resume(KilledTrainer.config(), killed);
        assertEquals(TinyRun.traces(temp.resolve("whole")), TinyRun.traces(killed));
    }

    private static void killAfter(int lines, int wait, Path folder) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledTrainer.class.getName(),
                        folder.toString(),
                        Integer.toString(wait))
                .redirectErrorStream(true)
                .start();
        StringBuilder output = new StringBuilder();
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (int steps = 0; steps < lines; ) {
                String line = reader.readLine();
                if (line == null) {
                    break;
                }
                output.append(line).append('\n');
                steps += line.matches("\\d+") ? 1 : 0;
            }
        } finally {
            process.destroyForcibly();
        }
        assertEquals(137, process.waitFor(), output::toString);
    }
}
