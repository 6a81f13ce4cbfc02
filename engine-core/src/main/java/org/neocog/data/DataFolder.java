package org.neocog.data;

import java.nio.file.Path;
import java.util.List;
import org.neocog.NeocogException;
import org.neocog.data.augment.Augmentation;
import org.neocog.data.augment.PictureSize;
import org.neocog.data.augment.TestViews;

/**
 * Opens a data set's folder as it was published, knowing the format by the names of the files: IDX (MNIST and its
 * relatives), CIFAR-10's binary version, or pictures in a folder for each class.
 *
 * <p>All methods throw {@link NeocogException} if the folder is missing, holds no known data set or holds a damaged one, or
 * if the augmentation cannot take its pictures.
 */
public final class DataFolder {
    private enum Format {
        IDX,
        CIFAR10,
        PICTURES
    }

    private DataFolder() {}

    /** The training and the held-out data of a folder, in [0, 1] and not normalised. */
    public static Splits open(Path folder) {
        return open(folder, DataOptions.defaults());
    }

    /**
     * The training data and those to validate with, in [0, 1] and not normalised; both are augmented, the second as for a
     * test.
     */
    public static Splits open(Path folder, DataOptions options) {
        return switch (format(folder)) {
            case IDX -> {
                Splits splits = MnistFolder.load(folder);
                yield new Splits(
                        augmented(folder, splits.train(), options), augmented(folder, splits.heldOut(), options));
            }
            case CIFAR10 -> new Splits(
                    augmented(folder, Cifar10Folder.training(folder), options),
                    augmented(folder, Cifar10Folder.test(folder), options));
            case PICTURES -> {
                FolderPictures train = ImageFolder.training(folder, options);
                FolderPictures heldOut = ImageFolder.validation(folder, options.withChannels(train.channels()));
                // What lies in the heads of the files is checked for both before the first is decoded.
                AugmentedDataset.of(train, options.augmentation());
                AugmentedDataset.of(heldOut, options.augmentation());
                yield new Splits(loaded(train, options), loaded(heldOut, options));
            }
        };
    }

    /** The training data alone; the folder may lack test data. */
    public static Dataset openTraining(Path folder) {
        return openTraining(folder, DataOptions.defaults());
    }

    /** The training data alone; the folder may lack test data. */
    public static Dataset openTraining(Path folder, DataOptions options) {
        return switch (format(folder)) {
            case IDX -> augmented(folder, MnistFolder.loadTraining(folder), options);
            case CIFAR10 -> augmented(folder, Cifar10Folder.training(folder), options);
            case PICTURES -> loaded(ImageFolder.training(folder, options), options);
        };
    }

    /** The test data alone, augmented as for a test; of an image folder the training pictures are not opened. */
    public static Dataset openTest(Path folder, DataOptions options) {
        return switch (format(folder)) {
            case IDX -> augmented(folder, MnistFolder.load(folder).heldOut(), options);
            case CIFAR10 -> augmented(folder, Cifar10Folder.test(folder), options);
            case PICTURES -> loaded(ImageFolder.test(folder, options), options);
        };
    }

    /**
     * The test data in several views: {@code views.count()} examples for each picture, side by side.
     *
     * @param crop the size of a view
     */
    public static Dataset openTest(Path folder, DataOptions options, TestViews views, PictureSize crop) {
        Augmentation scaling = options.augmentation();
        DataOptions whole = options.withAugmentation(scaling.testScaling());
        return switch (format(folder)) {
            case IDX -> ViewedDataset.of(new DatasetPictures(MnistFolder.load(folder).heldOut()), scaling, views, crop);
            case CIFAR10 -> ViewedDataset.of(new DatasetPictures(Cifar10Folder.test(folder)), scaling, views, crop);
            case PICTURES -> {
                FolderPictures pictures = ImageFolder.test(folder, whole);
                ViewedDataset.of(pictures, scaling, views, crop);
                yield ViewedDataset.of(pictures.load(whole), scaling, views, crop);
            }
        };
    }

    private static Dataset augmented(Path folder, Dataset dataset, DataOptions options) {
        try {
            return Datasets.augmented(dataset, options.augmentation());
        } catch (NeocogException e) {
            throw new NeocogException(folder + ": " + e.getMessage(), e);
        }
    }

    private static Dataset loaded(FolderPictures pictures, DataOptions options) {
        // Sizes that do not go together are found in the heads of the files, before anything is decoded.
        AugmentedDataset.of(pictures, options.augmentation());
        return AugmentedDataset.of(pictures.load(options), options.augmentation());
    }

    private static Format format(Path folder) {
        List<String> names = InputFiles.names(folder);
        if (MnistFolder.recognises(names)) {
            return Format.IDX;
        }
        if (Cifar10Folder.recognises(names)) {
            return Format.CIFAR10;
        }
        if (ImageFolder.recognises(folder, names)) {
            return Format.PICTURES;
        }
        throw new NeocogException(folder + ": no data set found; " + InputFiles.describe(names)
                + ", where IDX files are wanted: " + MnistFolder.WANTED + "; or CIFAR-10's: " + Cifar10Folder.WANTED
                + "; or pictures: " + ImageFolder.WANTED);
    }
}
