package org.neocog.train;

import java.nio.file.Path;
import org.neocog.NeocogException;
import org.neocog.data.DataFolder;
import org.neocog.data.DataOptions;
import org.neocog.data.Dataset;
import org.neocog.data.Datasets;
import org.neocog.data.Normalization;
import org.neocog.data.Splits;
import org.neocog.nn.Model;

/** Makes of a data set's folder what a {@link Trainer} takes. */
public final class TrainingData {
    private TrainingData() {}

    /**
     * The data to train on and those to validate with, not normalised: a part taken off the training data, the same share
     * of each class, or, if the share is 0, the folder's test data. With a share above 0 the folder may lack test data.
     *
     * @throws NeocogException if the folder cannot be read, or the split leaves one of the parts empty
     */
    public static Splits open(Path folder, double validationSplit, long seed) {
        return open(folder, validationSplit, seed, DataOptions.defaults());
    }

    /**
     * The same, read as the options say.
     *
     * @throws NeocogException as {@link #open(Path, double, long)} does; or if the augmentation cannot take the pictures
     */
    public static Splits open(Path folder, double validationSplit, long seed, DataOptions options) {
        return validationSplit == 0
                ? DataFolder.open(folder, options)
                : Datasets.holdOut(DataFolder.openTraining(folder, options), validationSplit, seed);
    }

    /** Both parts normalised in the same way. */
    public static Splits normalized(Splits splits, Normalization normalization) {
        return new Splits(splits.train().normalized(normalization), splits.heldOut().normalized(normalization));
    }

    /**
     * The data of a run, found again by its configuration, split and normalised.
     *
     * @throws NeocogException if the folder cannot be read, or holds other classes than the run was configured for
     */
    public static Splits open(TrainConfig config) {
        DataConfig data = config.data();
        DataOptions options = data.options()
                .withChannels(data.features().map(features -> features.imageShape().dim(0))
                        .orElse(data.normalization().channels()));
        Splits folder = open(Path.of(data.path()), data.validationSplit(), config.seed(), options);
        if (!folder.train().labels().equals(data.labels())) {
            throw new NeocogException(data.path() + ": has the classes " + folder.train().labels() + ", but the run has "
                    + data.labels());
        }
        if (data.features().isPresent()) {
            if (!folder.train().imageShape().equals(data.features().get().imageShape())) {
                throw new NeocogException(data.path() + ": has images of " + folder.train().imageShape()
                        + " (channels x height x width), but the run took its features from images of "
                        + data.features().get().imageShape());
            }
        } else if (folder.train().imageShape().dim(0) != data.normalization().channels()) {
            throw new NeocogException(data.path() + ": has images of " + folder.train().imageShape()
                    + " (channels x height x width), but the run has " + data.normalization().channels() + " channels");
        }
        return new Splits(data.prepared(folder.train()), data.prepared(folder.heldOut()));
    }

    /**
     * Checks that a model can take the data.
     *
     * @throws NeocogException if images or classes differ, or the model wants a class for each pixel
     */
    public static void check(Model model, Dataset data) {
        if (model.labelsPerImage() > 1) {
            throw new NeocogException("the model " + model.name() + " tells the classes of pixels apart, but these data have one"
                    + " class for each image; from Java, TrainingGraph takes a label for each pixel");
        }
        if (!data.imageShape().equals(model.inputShape())) {
            throw new NeocogException("the model " + model.name() + " takes images of " + model.inputShape()
                    + " (channels x height x width), but the data have " + data.imageShape()
                    + (data.imageShape().dim(0) == model.inputShape().dim(0)
                            ? "; --augment can scale and crop them"
                            : ""));
        }
        if (data.classes() != model.classes()) {
            throw new NeocogException("the model " + model.name() + " has " + model.classes() + " classes, but the data have "
                    + data.classes() + ": " + String.join(", ", data.labels()));
        }
    }
}
