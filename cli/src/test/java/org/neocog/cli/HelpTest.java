package org.neocog.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {
    @ParameterizedTest
    @ValueSource(strings = {"train", "search", "eval", "predict", "summary", "devices", "bench", "check"})
    void everyCommandExplainsItselfWithExamplesAndExitCodes(String command) {
        Cli.Outcome help = Cli.run(command, "--help").succeeded();
        assertEquals("", help.err());
        assertTrue(help.out().startsWith("Usage: neocog " + command), help.out());
        assertTrue(help.out().contains("\nOptions:\n"), help.out());
        assertTrue(help.out().contains("\nExit codes:\n  0     done\n  1     failed"), help.out());
        assertTrue(help.out().contains("130   stopped by Ctrl-C"), help.out());
        assertTrue(help.out().contains("\nExamples:\n  neocog " + command), help.out());
        assertTrue(help.out().contains("--json"), help.out());
        assertTrue(help.out().lines().allMatch(line -> line.length() <= 100), help.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "--model", "--data", "--epochs", "--batch", "--optimizer", "--lr", "--schedule", "--weight-decay", "--seed",
        "--device", "--out", "--resume", "--val-split", "--threads"
    })
    void trainHasTheOption(String option) {
        assertTrue(Cli.run("train", "--help").out().contains(option));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "curves", "confusion", "filters", "templates", "activations", "saliency", "neighbours", "dream", "style"
    })
    void everyPictureExplainsItself(String what) {
        Cli.Outcome help = Cli.run("view", what, "--help").succeeded();
        assertTrue(help.out().startsWith("Usage: neocog view " + what), help.out());
        assertTrue(help.out().contains("\nExit codes:\n  0     done\n  1     failed"), help.out());
        assertTrue(help.out().contains("neocog view " + what + " "), help.out());
        assertTrue(help.out().contains("--json") && help.out().contains("--out"), help.out());
        assertTrue(help.out().lines().allMatch(line -> line.length() <= 100), help.out());
        assertTrue(Cli.run("view", "--help").out().contains("\n  " + what + " "));
    }

    @Test
    void theCommandItselfListsItsCommands() {
        String help = Cli.run("--help").succeeded().out();
        for (String command :
                new String[] {"train", "search", "eval", "predict", "summary", "devices", "bench", "check", "view"}) {
            assertTrue(help.contains("\n  " + command + " "), help);
        }
    }

    @Test
    void versionNamesTheVersionAndJava() {
        String version = Cli.run("--version").succeeded().out();
        assertTrue(version.matches("neocog \\d+\\.\\d+\\.\\d+ \\(Java 2\\d.*\\)\\R"), version);
    }
}
