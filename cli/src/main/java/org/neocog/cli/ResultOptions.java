package org.neocog.cli;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every command with a result has: {@code --json} and the {@link CommonOptions}. */
final class ResultOptions {
    @Option(names = "--json", description = "Print the result as one JSON document on standard output.")
    private boolean json;

    @Mixin
    private CommonOptions common;

    boolean json() {
        return json;
    }
}
