package org.neocog.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that does nothing but save checkpoints, and looks at what it left. */
final class CheckpointKillTest {
    @TempDir
    Path run;

    @Test
    void aKilledProcessLeavesItsLastCheckpointWhole() throws Exception {
        CheckpointStore store = new CheckpointStore(run);
        long saved = -1;
        for (int round = 0; round < 4; round++) {
            saved = saveUntilKilled(saved + 1, 3 + round);
            Checkpoint last = store.loadLast();
            assertTrue(last.step() >= saved, last.step() + " is before " + saved);
            Samples.assertSame(Samples.checkpoint(last.step(), 0), last);
            Samples.assertSame(Samples.checkpoint(store.loadBest().step(), 0), store.loadBest());
            saved = last.step();
        }
        store.save(Samples.checkpoint(saved + 1, 0), true);
        assertEquals(3, Samples.files(run).size(), "what the killed processes left is deleted");
    }

    /** Returns the last step that the process said it had saved. */
    private long saveUntilKilled(long firstStep, int saves) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx64m",
                        "-cp", System.getProperty("java.class.path"),
                        Saver.class.getName(), run.toString(), Long.toString(firstStep)))
                .redirectErrorStream(true)
                .start();
        try (BufferedReader out = process.inputReader()) {
            String line = "";
            for (int i = 0; i < saves; i++) {
                line = out.readLine();
                assertTrue(line != null && line.matches("\\d+"), "the process said: " + line);
            }
            process.destroyForcibly().waitFor();
            return Long.parseLong(line);
        } finally {
            process.destroyForcibly();
        }
    }

    /** The process: saves step after step, every third as the best, until it is killed. */
    static final class Saver {
        public static void main(String[] args) {
            CheckpointStore store = new CheckpointStore(Path.of(args[0]));
            for (long step = Long.parseLong(args[1]); ; step++) {
                store.save(Samples.checkpoint(step, 0), step % 3 == 0);
                System.out.println(step);
            }
        }
    }
}
