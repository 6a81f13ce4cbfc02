package org.neocog.cli;

import java.nio.file.Path;
import org.neocog.train.CheckpointKind;
import picocli.CommandLine.Option;

/** {@code --run} and {@code --checkpoint} of the commands that use a trained network. */
final class RunChoice {
    @Option(names = "--run", paramLabel = "RUN", required = true, description = "The folder of the run, as 'train' made it.")
    private Path run;

    @Option(
            names = "--checkpoint",
            paramLabel = "best|last",
            defaultValue = "best",
            description = "Which weights: of the epoch with the best validation accuracy, or the newest. Default:"
                    + " ${DEFAULT-VALUE}.")
    private CheckpointKind checkpoint;

    Path run() {
        return run;
    }

    CheckpointKind checkpoint() {
        return checkpoint;
    }
}
