package org.neocog.cli;

import java.util.List;
import java.util.Optional;
import org.neocog.data.DataOptions;
import org.neocog.data.augment.TestViews;
import org.neocog.train.TrainedModel;
import picocli.CommandLine.Option;

/** How {@code eval} reads and views its images. */
final class ViewChoice {
    @Option(
            names = "--crops",
            paramLabel = "1|5|10",
            description = "Average the probabilities of so many crops of each image: the middle, the corners, and the"
                    + " mirror images of these.")
    private Optional<Integer> crops = Optional.empty();

    @Option(
            names = "--scales",
            paramLabel = "SIDE",
            split = ",",
            description = "Average over the images scaled to these lengths of the shorter side, as 224,256,320.")
    private List<Integer> scales = List.of();

    @Option(
            names = "--skip-bad",
            description = "Leave out pictures that cannot be read, and say which; as the run did if not given.")
    private boolean skipBad;

    @Option(names = "--workers", paramLabel = "N", description = "Threads that decode images; one for each processor, at"
            + " most 8, if not given.")
    private Optional<Integer> workers = Optional.empty();

    /** Empty if each image is to be seen once, as the run says. */
    Optional<TestViews> views() {
        return crops.isEmpty() && scales.isEmpty()
                ? Optional.empty()
                : Optional.of(new TestViews(crops.orElse(1), scales));
    }

    /** As the run reads its images, but for what was given. */
    DataOptions options(TrainedModel trained) {
        DataOptions run = trained.config().data().options();
        return run.withChannels(trained.imageShape().dim(0))
                .withSkipBad(skipBad || run.skipBad())
                .withWorkers(workers.map(DataChoice::requireWorkers).orElse(0));
    }
}
