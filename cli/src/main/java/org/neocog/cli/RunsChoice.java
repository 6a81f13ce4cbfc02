package org.neocog.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.neocog.UsageException;
import org.neocog.train.CheckpointKind;
import org.neocog.train.TrainedModel;
import picocli.CommandLine.Option;

/** {@code --run}, which may stand several times, {@code --checkpoint} and {@code --snapshots} of {@code eval}. */
final class RunsChoice {
    @Option(
            names = "--run",
            paramLabel = "RUN",
            required = true,
            description = "The folder of the run, as 'train' made it. Given more than once, the networks answer together: the"
                    + " mean of their probabilities.")
    private List<Path> runs = List.of();

    @Option(
            names = "--checkpoint",
            paramLabel = "best|last",
            description = "Which weights: of the epoch with the best validation accuracy, or the newest; best if not given.")
    private Optional<CheckpointKind> checkpoint = Optional.empty();

    @Option(
            names = "--snapshots",
            description = "Let all the weights that a run kept with --snapshot-every answer together, in the place of its"
                    + " best.")
    private boolean snapshots;

    /**
     * A network of a run.
     *
     * @param name of the run or, of a snapshot, the run's name and the steps that it had had
     */
    record Member(Path run, String name, TrainedModel trained) {}

    /** Whether several networks answer together, be it only that several could. */
    boolean together() {
        return runs.size() > 1 || snapshots;
    }

    /** In the order given, snapshots from early to late. */
    List<Member> load() {
        if (snapshots && checkpoint.isPresent()) {
            throw new UsageException("--snapshots and --checkpoint cannot be given together: snapshots take the place of the"
                    + " best and the last checkpoint");
        }
        Set<Path> seen = new HashSet<>();
        List<Member> members = new ArrayList<>();
        for (Path run : runs) {
            if (!seen.add(run.toAbsolutePath().normalize())) {
                throw new UsageException("--run " + run + " stands there twice; each network has one voice");
            }
            if (snapshots) {
                TrainedModel.loadSnapshots(run)
                        .forEach(trained -> members.add(new Member(run, run + " step " + trained.step(), trained)));
            } else {
                TrainedModel trained = TrainedModel.load(run, checkpoint.orElse(CheckpointKind.BEST));
                members.add(new Member(run, run.toString(), trained));
            }
        }
        return members;
    }
}
