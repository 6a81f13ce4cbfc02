package org.neocog.cli;

import picocli.CommandLine.Option;

/** {@code --json} of the commands that have a result. */
final class JsonOption {
    @Option(names = "--json", description = "Print the result as one JSON document on standard output.")
    private boolean wanted;

    boolean wanted() {
        return wanted;
    }
}
