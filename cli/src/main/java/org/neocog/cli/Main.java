package org.neocog.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The {@code neocog} command. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        ResultStream results = new ResultStream(new FileOutputStream(FileDescriptor.out));
        PrintStream out = new PrintStream(results, false, StandardCharsets.UTF_8);
        boolean interactive = Boolean.getBoolean("neocog.terminal");
        int width = Integer.getInteger("neocog.columns", Console.DEFAULT_WIDTH);
        int exitCode = run(args, new Console(out, System.err, interactive, width));
        out.flush();
        System.exit(results.complete(System.err) || exitCode != ExitCode.DONE ? exitCode : ExitCode.FAILED);
    }

    /** Runs one command line; everything it prints goes to the console given. Returns the exit code. */
    static int run(String[] args, Console console) {
        boolean debug = List.of(args).contains("--debug") || "1".equals(System.getenv("NEOCOG_DEBUG"));
        Failures failures = new Failures(console, debug);
        try {
            return commandLine(console)
                    .setParameterExceptionHandler((e, _) -> failures.wrongUsage(e.getCommandLine(), e))
                    .setExecutionExceptionHandler((e, command, _) -> failures.failed(command, e))
                    .execute(args);
        } catch (OutOfMemoryError | StackOverflowError | LinkageError e) {
            return failures.failed(e);
        }
    }

    /** The whole command with its subcommands. */
    static CommandLine commandLine(Console console) {
        CommandLine commandLine = new CommandLine(new NeocogCommand(console))
                .addSubcommand(new DevicesCommand(console))
                .setOut(console.outWriter())
                .setErr(console.errWriter())
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(100)
                .setUsageHelpLongOptionsMaxWidth(28);
        return commandLine;
    }
}
