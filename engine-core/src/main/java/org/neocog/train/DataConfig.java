package org.neocog.train;

import java.util.List;
import org.neocog.data.Normalization;

/**
 * What a run was trained on.
 *
 * @param path the data set's folder, as it was given
 * @param validationSplit the share of the training data that is kept for validation; 0 means that the test data serve
 * @param normalization what images are normalised by before they enter the network
 * @param labels the names of the classes; the index is the class
 */
public record DataConfig(String path, double validationSplit, Normalization normalization, List<String> labels) {
    /**
     * @throws IllegalArgumentException if the split is not from 0 to below 1
     */
    public DataConfig {
        if (!(validationSplit >= 0 && validationSplit < 1)) {
            throw new IllegalArgumentException("a validation split is at least 0 and below 1, not " + validationSplit);
        }
        labels = List.copyOf(labels);
    }
}
