package org.neocog.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The packaged application through the launcher, in processes of its own. */
@Timeout(300)
@DisabledOnOs(OS.WINDOWS)
@EnabledIfSystemProperty(named = "neocog.packaged", matches = "true", disabledReason = "the application must be packaged")
class LauncherIT {
    private static final Path LAUNCHER = Cli.repository("neocog");

    @TempDir
    private Path folder;

    private record Ended(int exitCode, String out, String err) {}

    private ProcessBuilder process(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().remove("NEOCOG_JAVA_OPTS");
        return builder;
    }

    private Ended run(Map<String, String> environment, String... command) throws IOException, InterruptedException {
        Path err = Files.createTempFile(folder, "err", "");
        ProcessBuilder builder = process(List.of(command)).redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String out;
        try (InputStream in = process.getInputStream()) {
            out = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        return new Ended(process.waitFor(), out, Files.readString(err));
    }

    private Ended run(String... command) throws IOException, InterruptedException {
        return run(Map.of(), command);
    }

    @Test
    void helpIsAllThatIsPrinted() throws Exception {
        Ended help = run(LAUNCHER.toString(), "--help");
        assertEquals(0, help.exitCode(), help.err());
        assertTrue(help.out().startsWith("Usage: neocog "), help.out());
        assertEquals("", help.err());
    }

    @Test
    void exitCodesReachTheShell() throws Exception {
        assertEquals(2, run(LAUNCHER.toString(), "--colour").exitCode());
        Ended failed = run(LAUNCHER.toString(), "eval", "--run", "none", "--data", "none");
        assertEquals(1, failed.exitCode());
        assertEquals("neocog: none: no run here; the folder of a run holds config.json\n", failed.err());
    }

    @Test
    void worksThroughSymbolicLinksAndFromAnyFolder() throws Exception {
        Path bin = Files.createDirectories(folder.resolve("bin with blank"));
        Path first = Files.createSymbolicLink(bin.resolve("first"), LAUNCHER);
        Path second = Files.createSymbolicLink(bin.resolve("second"), Path.of("first"));
        assertEquals(0, run(second.toString(), "--version").exitCode());
        Files.delete(second);
        Files.delete(first);
    }

    @Test
    void anotherJavaThanIsNeededInJavaHomeIsPassedOver() throws Exception {
        Path old = folder.resolve("jdk-17");
        Files.createDirectories(old.resolve("bin"));
        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"17.0.15\"\n");
        Path java = Files.writeString(old.resolve("bin/java"), "#!/bin/sh\necho wrong java\n");
        assertTrue(java.toFile().setExecutable(true));
        String path = System.getProperty("java.home") + "/bin:" + System.getenv("PATH");
        Ended version = run(Map.of("JAVA_HOME", old.toString(), "PATH", path), LAUNCHER.toString(), "--version");
        assertEquals(0, version.exitCode(), version.err());
        assertTrue(version.out().startsWith("neocog "), version.out());
    }

    @Test
    void theRuntimeOfABundleIsTakenAndNothingIsBuilt() throws Exception {
        Path bundle = Files.createDirectories(folder.resolve("bundle"));
        Path launcher = Files.copy(LAUNCHER, bundle.resolve("neocog"), StandardCopyOption.COPY_ATTRIBUTES);
        Path java = Files.createDirectories(bundle.resolve("runtime/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho \"$@\"\n");
        assertTrue(java.toFile().setExecutable(true));
        Ended started = run(launcher.toString(), "train");
        assertEquals(0, started.exitCode(), started.err());
        assertEquals("", started.err());
        assertTrue(started.out().endsWith(" -jar " + bundle.toRealPath() + "/app/neocog.jar train\n"), started.out());
    }

    @Test
    void optionsForTheJvmArePassedOn() throws Exception {
        Ended version = run(
                Map.of("NEOCOG_JAVA_OPTS", "-XX:+PrintFlagsFinal -Xmx123m"), LAUNCHER.toString(), "--version");
        assertTrue(version.out().matches("(?s).*MaxHeapSize +:?= +" + (124L << 20) + " .*")
                || version.out().matches("(?s).*MaxHeapSize +:?= +" + (123L << 20) + " .*"), "no -Xmx123m");
    }

    @Test
    void aResultThatCannotBeWrittenIsAFailure() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/full")));
        Ended full = run("sh", "-c", "\"$0\" devices >/dev/full", LAUNCHER.toString());
        assertEquals(1, full.exitCode());
        assertTrue(full.err().startsWith("neocog: the result could not be written"), full.err());
    }

    @Test
    void ctrlCSavesACheckpointFromWhichTheRunGoesOnToTheSameBits() throws Exception {
        // Shells start background jobs with SIGINT ignored, and Java leaves it so: env gives it its meaning back.
        assumeTrue(run("sh", "-c", "env --default-signal=INT true").exitCode() == 0);
        Path data = SmallData.write(folder.resolve("data"));
        String net = SmallData.writeNet(folder).toString();
        String run = folder.resolve("run").toString();
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT", LAUNCHER.toString()));
        command.addAll(List.of("train", "--model", net, "--data", data.toString(), "--out", run, "--epochs", "100000000"));
        Path out = folder.resolve("out");
        Process process = process(command).redirectOutput(out.toFile()).start();
        StringBuilder err = new StringBuilder();
        try (var lines = process.errorReader()) {
            // The first epoch has ended and many are to come.
            err.append(lines.readLine()).append('\n');
            assertEquals(0, new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor());
            lines.lines().forEach(line -> err.append(line).append('\n'));
        }
        assertTrue(process.waitFor(120, TimeUnit.SECONDS));
        assertEquals(ExitCode.INTERRUPTED, process.exitValue(), err.toString());
        assertTrue(err.toString().contains("to go on: neocog train --resume " + run), err.toString());
        assertEquals("", Files.readString(out));

        long epochs = Files.readAllLines(Path.of(run, "metrics.jsonl")).size() + 1L;
        Cli.run("train", "--resume", run, "--epochs", epochs).succeeded();
        Path whole = folder.resolve("whole");
        Cli.run("train", "--model", net, "--data", data, "--out", whole, "--epochs", epochs).succeeded();
        String weights = String.format("checkpoints/step-%08d.safetensors", 4 * epochs);
        assertArrayEquals(Files.readAllBytes(whole.resolve(weights)), Files.readAllBytes(Path.of(run, weights)));
    }
}
