package org.neocog.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What every command has: {@code --help}, {@code --debug}, and the list of exit codes in its help. */
@Command(
        sortOptions = false,
        abbreviateSynopsis = false,
        descriptionHeading = "%n",
        parameterListHeading = "%nFiles:%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:failed; one line on standard error says why",
            "2:wrong usage",
            "130:stopped by Ctrl-C"
        },
        footerHeading = "%nExamples:%n")
final class CommonOptions {
    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help and exit.")
    private boolean help;

    @Option(names = "--debug", description = "Show the stack trace of whatever goes wrong (or set NEOCOG_DEBUG=1).")
    private boolean debug;
}
