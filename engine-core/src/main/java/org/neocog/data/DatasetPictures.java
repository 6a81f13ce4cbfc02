package org.neocog.data;

import java.util.List;
import org.neocog.data.augment.Picture;
import org.neocog.data.augment.PictureSize;
import org.neocog.tensor.Shape;

/** The images of a data set, all of one size, as pictures that can be augmented. */
record DatasetPictures(Dataset dataset) implements PictureSource {
    DatasetPictures {
        if (!dataset.normalization().isIdentity()) {
            throw new IllegalStateException("data are augmented before they are normalised, not after");
        }
    }

    @Override
    public int size() {
        return dataset.size();
    }

    @Override
    public List<String> labels() {
        return dataset.labels();
    }

    @Override
    public int label(int index) {
        return dataset.label(index);
    }

    @Override
    public int channels() {
        return dataset.imageShape().dim(0);
    }

    @Override
    public PictureSize pictureSize(int index) {
        return new PictureSize(dataset.imageShape().dim(1), dataset.imageShape().dim(2));
    }

    @Override
    public Picture read(int index) {
        Shape shape = dataset.imageShape();
        float[] values = new float[shape.elements()];
        dataset.read(index, values, 0);
        return new Picture(shape.dim(0), shape.dim(1), shape.dim(2), values);
    }

    @Override
    public String name(int index) {
        return "image " + index;
    }

    @Override
    public boolean inMemory() {
        return dataset.inMemory();
    }

    @Override
    public List<String> skipped() {
        return dataset.skipped();
    }
}
