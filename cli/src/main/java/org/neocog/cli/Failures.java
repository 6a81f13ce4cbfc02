package org.neocog.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.Optional;
import java.util.Set;
import org.neocog.NeocogException;
import org.neocog.UsageException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what went wrong into a line for the user and an exit code. */
final class Failures {
    private final Console console;
    private final boolean debug;

    Failures(Console console, boolean debug) {
        this.console = console;
        this.debug = debug;
    }

    /** A command line that picocli could not make sense of. */
    int wrongUsage(CommandLine command, ParameterException e) {
        report(e, unknownCommand(e).orElse(e.getMessage()));
        console.say("try '" + command.getCommandSpec().qualifiedName() + " --help'");
        return ExitCode.USAGE;
    }

    /** What is no option where a command is wanted, answered with the commands that there are. */
    private static Optional<String> unknownCommand(ParameterException e) {
        Set<String> commands = e.getCommandLine().getSubcommands().keySet();
        if (e instanceof UnmatchedArgumentException unmatched
                && !commands.isEmpty()
                && !unmatched.getUnmatched().getFirst().startsWith("-")) {
            return Optional.of("there is no '" + unmatched.getUnmatched().getFirst() + "'; there are "
                    + String.join(", ", commands));
        }
        return Optional.empty();
    }

    /** A command that threw. */
    int failed(CommandLine command, Throwable e) {
        int exitCode = failed(e);
        if (exitCode == ExitCode.USAGE) {
            console.say("try '" + command.getCommandSpec().qualifiedName() + " --help'");
        }
        return exitCode;
    }

    int failed(Throwable e) {
        return switch (e) {
            case UsageException usage -> report(usage, usage.getMessage(), ExitCode.USAGE);
            case NeocogException mendable -> report(mendable, mendable.getMessage(), ExitCode.FAILED);
            case UncheckedIOException io -> report(io, describe(io.getCause()), ExitCode.FAILED);
            case IOException io -> report(io, describe(io), ExitCode.FAILED);
            case OutOfMemoryError memory -> report(memory, outOfMemory(), ExitCode.FAILED);
            default -> report(
                    e,
                    "this is a defect, please report it with what the same command prints after adding --debug: "
                            + e,
                    ExitCode.FAILED);
        };
    }

    private int report(Throwable e, String message, int exitCode) {
        report(e, message);
        return exitCode;
    }

    private void report(Throwable e, String message) {
        console.say("neocog: " + String.valueOf(message).strip().replaceAll("\\s*\\R\\s*", "; "));
        if (debug) {
            e.printStackTrace(console.err());
        }
    }

    private static String describe(IOException e) {
        if (e instanceof FileSystemException file) {
            String reason = file.getReason() == null
                    ? file.getClass().getSimpleName().replace("Exception", "").replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                    : file.getReason();
            return file.getFile() + ": " + reason.toLowerCase(java.util.Locale.ROOT);
        }
        return String.valueOf(e.getMessage());
    }

    private static String outOfMemory() {
        return "out of memory: the Java heap of " + (Runtime.getRuntime().maxMemory() >> 20)
                + " MiB is too small for this; use a smaller --batch, or a larger heap, as in NEOCOG_JAVA_OPTS=-Xmx8g";
    }
}
