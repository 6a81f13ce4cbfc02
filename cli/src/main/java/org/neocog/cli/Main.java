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
        // Pictures are drawn in memory. Without this, a DISPLAY that does not answer would hold them up.
        System.setProperty("java.awt.headless", "true");
        ResultStream results = new ResultStream(new FileOutputStream(FileDescriptor.out));
        PrintStream out = new PrintStream(results, false, StandardCharsets.UTF_8);
        boolean interactive = Boolean.getBoolean("neocog.terminal");
        int width = Integer.getInteger("neocog.columns", Console.DEFAULT_WIDTH);
        Interruption interruption = new Interruption();
        interruption.install();
        int exitCode = run(args, new Console(out, System.err, interactive, width), interruption);
        out.flush();
        boolean complete = results.complete(System.err);
        interruption.finished();
        System.exit(complete || exitCode != ExitCode.DONE ? exitCode : ExitCode.FAILED);
    }

    /** Runs one command line; everything it prints goes to the console given. Returns the exit code. */
    static int run(String[] args, Console console, Interruption interruption) {
        boolean debug = List.of(args).contains("--debug") || "1".equals(System.getenv("NEOCOG_DEBUG"));
        Failures failures = new Failures(console, debug);
        try {
            return commandLine(console, interruption, List.of(args))
                    .setParameterExceptionHandler((e, _) -> failures.wrongUsage(e.getCommandLine(), e))
                    .setExecutionExceptionHandler((e, command, _) -> failures.failed(command, e))
                    .execute(args);
        } catch (OutOfMemoryError | StackOverflowError | LinkageError e) {
            return failures.failed(e);
        }
    }

    /** The whole command with its subcommands; those of {@code view} only where it is asked for, since each takes time. */
    static CommandLine commandLine(Console console, Interruption interruption, List<String> args) {
        return new CommandLine(new NeocogCommand(console))
                .addSubcommand(new TrainCommand(console, interruption))
                .addSubcommand(new SearchCommand(console, interruption))
                .addSubcommand(new EvalCommand(console))
                .addSubcommand(new PredictCommand(console))
                .addSubcommand(new SummaryCommand(console))
                .addSubcommand(new DevicesCommand(console))
                .addSubcommand(new BenchCommand(console))
                .addSubcommand(new CheckCommand(console))
                .addSubcommand(ViewCommand.commandLine(console, args.contains("view")))
                .setOut(console.outWriter())
                .setErr(console.errWriter())
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(100)
                .setUsageHelpLongOptionsMaxWidth(28);
    }
}
