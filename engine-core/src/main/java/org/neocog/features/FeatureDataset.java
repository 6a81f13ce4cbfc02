package org.neocog.features;

import java.util.List;
import java.util.stream.IntStream;
import org.neocog.data.Dataset;
import org.neocog.data.Splits;
import org.neocog.random.RandomStream;
import org.neocog.tensor.Shape;

/**
 * The features of a data set's images in the place of the images; worked out once, on all processors, and kept. Those of
 * augmented images are worked out whenever they are read.
 */
public final class FeatureDataset implements Dataset {
    private final Dataset source;
    private final Features features;
    private final boolean augmented;
    private final Shape shape;
    private final float[][] vectors;

    /**
     * @param augmented whether the images are changed at random for training
     * @throws IllegalArgumentException if the images have another shape than the features are of, or are normalised already
     */
    public FeatureDataset(Dataset source, Features features, boolean augmented) {
        if (!source.imageShape().equals(features.imageShape()) || !source.normalization().isIdentity()) {
            throw new IllegalArgumentException("the features are of images of " + features.imageShape()
                    + " in [0, 1], not of " + source.imageShape() + " normalised by " + source.normalization());
        }
        this.source = source;
        this.features = features;
        this.augmented = augmented;
        this.shape = features.shape();
        this.vectors = new float[source.size()][];
        IntStream.range(0, vectors.length).parallel().forEach(index -> {
            float[] image = new float[source.imageShape().elements()];
            source.read(index, image, 0);
            vectors[index] = new float[features.size()];
            features.compute(image, vectors[index], 0);
        });
    }

    /** The features of both parts. */
    public static Splits of(Splits splits, Features features, boolean augmented) {
        return new Splits(
                new FeatureDataset(splits.train(), features, augmented),
                new FeatureDataset(splits.heldOut(), features, augmented));
    }

    @Override
    public int size() {
        return source.size();
    }

    @Override
    public Shape imageShape() {
        return shape;
    }

    @Override
    public List<String> labels() {
        return source.labels();
    }

    @Override
    public int label(int index) {
        return source.label(index);
    }

    @Override
    public void read(int index, float[] target, int offset) {
        System.arraycopy(vectors[index], 0, target, offset, vectors[index].length);
    }

    @Override
    public void readAugmented(int index, RandomStream random, float[] target, int offset) {
        if (augmented) {
            float[] image = new float[source.imageShape().elements()];
            source.readAugmented(index, random, image, 0);
            features.compute(image, target, offset);
        } else {
            read(index, target, offset);
        }
    }

    @Override
    public List<String> skipped() {
        return source.skipped();
    }
}
