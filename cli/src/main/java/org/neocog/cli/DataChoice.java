package org.neocog.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.neocog.UsageException;
import org.neocog.data.DataOptions;
import org.neocog.data.Dataset;
import org.neocog.data.augment.Augmentation;
import picocli.CommandLine.Option;

/** How {@code train} and {@code bench} read a data set. */
final class DataChoice {
    private static final int MOST_WORKERS = 256;
    private static final int SHOWN = 10;

    @Option(
            names = "--augment",
            paramLabel = "LIST",
            description = "What becomes of the images, as in flip,shift=4 or scale=256:480,crop=224,flip,jitter=0.4:"
                    + " resize, scale, crop, shift, flip, vflip, jitter, cutout (docs/data.md). Tests see the images"
                    + " scaled and their middle cropped, and no random change.")
    private Optional<String> augment = Optional.empty();

    @Option(
            names = "--skip-bad",
            description = "Leave out pictures that cannot be read, and say which, instead of ending with an error.")
    private boolean skipBad;

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "Threads that decode and augment images ahead of the training; one for each processor, at"
                    + " most 8, if not given. The results do not depend on it.")
    private Optional<Integer> workers = Optional.empty();

    /** Finds wrong values before any data are read. */
    void check() {
        augment.ifPresent(Augmentation::parse);
        workers.ifPresent(DataChoice::requireWorkers);
    }

    static int requireWorkers(int number) {
        return Require.atMost(MOST_WORKERS, "--workers", Require.atLeast(1, "--workers", number));
    }

    DataOptions options() {
        check();
        return DataOptions.defaults()
                .withAugmentation(augment.map(Augmentation::parse).orElse(Augmentation.none()))
                .withSkipBad(skipBad)
                .withWorkers(workers.orElse(0));
    }

    Optional<Integer> workers() {
        return workers;
    }

    /**
     * @throws UsageException if an option was given that a run which is resumed decides itself
     */
    void refuseWithResume() {
        List<String> given = new ArrayList<>();
        augment.ifPresent(_ -> given.add("--augment"));
        if (skipBad) {
            given.add("--skip-bad");
        }
        if (!given.isEmpty()) {
            throw new UsageException(String.join(", ", given) + " cannot be given with --resume: the run has its own"
                    + " settings; --workers can");
        }
    }

    /** Says what was left out of the data, if anything was. */
    static void reportSkipped(Console console, Path folder, List<String> skipped) {
        if (skipped.isEmpty()) {
            return;
        }
        console.say(folder + ": left out " + skipped.size() + (skipped.size() == 1 ? " picture" : " pictures")
                + " that cannot be read:");
        skipped.stream().limit(SHOWN).forEach(line -> console.say("  " + line));
        if (skipped.size() > SHOWN) {
            console.say("  and " + (skipped.size() - SHOWN) + " more");
        }
    }

    /** What was left out of several data sets; parts of the same folder say the same, once. */
    static List<String> skipped(Dataset... datasets) {
        return Arrays.stream(datasets).flatMap(data -> data.skipped().stream()).distinct().toList();
    }
}
