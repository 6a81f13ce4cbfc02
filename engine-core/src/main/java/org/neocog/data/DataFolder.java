package org.neocog.data;

import java.nio.file.Path;
import java.util.List;
import org.neocog.NeocogException;

/** Opens a data set's folder as it was published, knowing the format by the names of the files. */
public final class DataFolder {
    private DataFolder() {}

    /**
     * The training and the test data of a folder, in [0, 1] and not normalised.
     *
     * @throws NeocogException if the folder is missing, holds no known data set, or holds a damaged one
     */
    public static Splits open(Path folder) {
        requireKnown(folder);
        return MnistFolder.load(folder);
    }

    /**
     * The training data alone; the folder may lack test data.
     *
     * @throws NeocogException as {@link #open} does
     */
    public static Dataset openTraining(Path folder) {
        requireKnown(folder);
        return MnistFolder.loadTraining(folder);
    }

    private static void requireKnown(Path folder) {
        List<String> names = InputFiles.names(folder);
        if (!MnistFolder.recognises(names)) {
            throw new NeocogException(folder + ": no data set found; " + InputFiles.describe(names)
                    + ", where IDX files are wanted: " + MnistFolder.WANTED);
        }
    }
}
