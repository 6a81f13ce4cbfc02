package org.neocog.cli;

import java.util.concurrent.Callable;
import org.neocog.UsageException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code neocog} without a command. */
@Command(
        name = "neocog",
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        description = "Trains convolutional networks and predicts with them.",
        footer = {
            "  neocog train --model mnist-cnn --data test-data/mnist --out runs/digits",
            "  neocog eval --run runs/digits --data test-data/mnist",
            "  neocog predict --run runs/digits digit.png",
            "",
            "'neocog COMMAND --help' explains a command."
        })
final class NeocogCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private CommonOptions common;

    @Option(names = "--version", versionHelp = true, description = "Show the version and exit.")
    private boolean version;

    NeocogCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        throw new UsageException("no command given");
    }
}
