package org.neocog.data;

import org.neocog.data.augment.Augmentation;
import org.neocog.data.augment.Picture;
import org.neocog.tensor.Shape;

/** Images that are scaled and cropped, as for a test, when they are read. */
record PreparedImages(ImageSource source, Shape imageShape, Augmentation augmentation) implements ImageSource {
    @Override
    public int size() {
        return source.size();
    }

    @Override
    public void read(int index, float[] target, int offset) {
        Shape shape = source.imageShape();
        float[] values = new float[shape.elements()];
        source.read(index, values, 0);
        Picture picture = augmentation.test(new Picture(shape.dim(0), shape.dim(1), shape.dim(2), values));
        System.arraycopy(picture.values(), 0, target, offset, picture.values().length);
    }
}
