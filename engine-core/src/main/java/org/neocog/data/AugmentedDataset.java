package org.neocog.data;

import java.util.List;
import org.neocog.NeocogException;
import org.neocog.data.augment.Augmentation;
import org.neocog.data.augment.Picture;
import org.neocog.data.augment.PictureSize;
import org.neocog.random.RandomStream;
import org.neocog.tensor.Shape;

/** Pictures brought to one size, at random for training and always alike for a test, then normalised. */
final class AugmentedDataset implements Dataset {
    private final PictureSource source;
    private final Augmentation augmentation;
    private final Shape imageShape;
    private final Normalization normalization;
    private final float[] mean;

    private AugmentedDataset(
            PictureSource source, Augmentation augmentation, Shape imageShape, Normalization normalization) {
        this.source = source;
        this.augmentation = augmentation;
        this.imageShape = imageShape;
        this.normalization = normalization;
        this.mean = new float[normalization.channels()];
        for (int channel = 0; channel < mean.length; channel++) {
            mean[channel] = (float) (double) normalization.mean().get(channel);
        }
    }

    /**
     * @throws NeocogException if the augmentation cannot take one of the pictures, or they would come out in several sizes
     */
    static AugmentedDataset of(PictureSource source, Augmentation augmentation) {
        PictureSize first = source.pictureSize(0);
        PictureSize wanted = augmentation.outputSize(first);
        for (int index = 0; index < source.size(); index++) {
            PictureSize size = source.pictureSize(index);
            String name = source.name(index);
            augmentation.problem(size).ifPresent(problem -> {
                throw new NeocogException(name + ": " + ImageFile.describe(size) + ", " + problem);
            });
            if (!augmentation.outputSize(size).equals(wanted)) {
                throw new NeocogException(source.name(0) + " is " + first.width() + " wide and " + first.height()
                        + " high, but " + name + " " + size.width() + " wide and " + size.height()
                        + " high; a network takes pictures of one size: give --augment scale=SIDE,crop=SIDE or resize=SIDE");
            }
        }
        return new AugmentedDataset(
                source,
                augmentation,
                Shape.of(source.channels(), wanted.height(), wanted.width()),
                Normalization.identity(source.channels()));
    }

    @Override
    public int size() {
        return source.size();
    }

    @Override
    public Shape imageShape() {
        return imageShape;
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
        write(index, augmentation.test(source.read(index)), target, offset);
    }

    @Override
    public void readAugmented(int index, RandomStream random, float[] target, int offset) {
        write(index, augmentation.train(source.read(index), random, mean), target, offset);
    }

    private void write(int index, Picture picture, float[] target, int offset) {
        if (!picture.shape().equals(imageShape)) {
            throw new NeocogException(source.name(index) + ": came out as " + picture.shape() + ", not as " + imageShape
                    + "; the file has changed since it was first read");
        }
        System.arraycopy(picture.values(), 0, target, offset, picture.values().length);
        normalization.apply(imageShape, target, offset);
    }

    @Override
    public Normalization normalization() {
        return normalization;
    }

    @Override
    public Dataset normalized(Normalization other) {
        if (!normalization.isIdentity()) {
            throw new IllegalStateException("the data are normalised already, by " + normalization);
        }
        other.requireChannels(imageShape.dim(0));
        return new AugmentedDataset(source, augmentation, imageShape, other);
    }

    @Override
    public boolean inMemory() {
        return source.inMemory();
    }

    @Override
    public List<String> skipped() {
        return source.skipped();
    }
}
