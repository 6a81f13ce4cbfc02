package org.neocog.train;

import java.util.List;
import org.neocog.data.DataOptions;
import org.neocog.data.Normalization;

/**
 * What a run was trained on.
 *
 * @param path the data set's folder, as it was given
 * @param validationSplit the share of the training data that is kept for validation; 0 means that the test data serve
 * @param normalization what images are normalised by before they enter the network
 * @param labels the names of the classes; the index is the class
 * @param options how the folder is read: augmentation and pictures left out decide what a step does, the rest does not
 */
public record DataConfig(
        String path, double validationSplit, Normalization normalization, List<String> labels, DataOptions options) {
    /**
     * @throws IllegalArgumentException if the split is not from 0 to below 1
     */
    public DataConfig {
        if (!(validationSplit >= 0 && validationSplit < 1)) {
            throw new IllegalArgumentException("a validation split is at least 0 and below 1, not " + validationSplit);
        }
        labels = List.copyOf(labels);
        // What follows from the model or from the machine is no setting of the run.
        options = options.withChannels(0).withMemory(DataOptions.MEMORY);
    }

    /** Of a folder that is read in the usual way. */
    public DataConfig(String path, double validationSplit, Normalization normalization, List<String> labels) {
        this(path, validationSplit, normalization, labels, DataOptions.defaults());
    }
}
