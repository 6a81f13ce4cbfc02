package org.neocog.train;

import java.util.List;
import java.util.Optional;
import org.neocog.data.DataOptions;
import org.neocog.data.Dataset;
import org.neocog.data.Normalization;
import org.neocog.features.FeatureDataset;
import org.neocog.features.Features;

/**
 * What a run was trained on.
 *
 * @param path the data set's folder, as it was given
 * @param validationSplit the share of the training data that is kept for validation; 0 means that the test data serve
 * @param normalization what images, or the features in their place, are normalised by before they enter the network
 * @param labels the names of the classes; the index is the class
 * @param options how the folder is read: augmentation and pictures left out decide what a step does, the rest does not
 * @param features what the network is given in the place of the images; empty for the images themselves
 */
public record DataConfig(
        String path,
        double validationSplit,
        Normalization normalization,
        List<String> labels,
        DataOptions options,
        Optional<Features> features) {
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

    /** Of the images themselves. */
    public DataConfig(
            String path, double validationSplit, Normalization normalization, List<String> labels, DataOptions options) {
        this(path, validationSplit, normalization, labels, options, Optional.empty());
    }

    /** Of the images of a folder that is read in the usual way. */
    public DataConfig(String path, double validationSplit, Normalization normalization, List<String> labels) {
        this(path, validationSplit, normalization, labels, DataOptions.defaults(), Optional.empty());
    }

    /**
     * What the network is given for images in [0, 1]: their features, if that is what it takes, normalised.
     *
     * @throws IllegalArgumentException if the images are of another shape
     */
    public Dataset prepared(Dataset images) {
        boolean augmented = !options.augmentation().isNone();
        Dataset given = features.isPresent() ? new FeatureDataset(images, features.get(), augmented) : images;
        return given.normalized(normalization);
    }
}
