package org.neocog.data;

import java.util.Objects;
import org.neocog.data.augment.Picture;
import org.neocog.tensor.Shape;

/** A source with a single picture. */
record OnePicture(Picture picture) implements ImageSource {
    @Override
    public int size() {
        return 1;
    }

    @Override
    public Shape imageShape() {
        return picture.shape();
    }

    @Override
    public void read(int index, float[] target, int offset) {
        Objects.checkIndex(index, 1);
        System.arraycopy(picture.values(), 0, target, offset, picture.values().length);
    }
}
