package org.neocog.data;

import java.util.Objects;
import org.neocog.tensor.Shape;

/**
 * The images of an IDX file.
 *
 * @param imageShape {@code C x H x W}
 * @param pixels     {@code N x C x H x W} unsigned bytes; not copied
 */
public record IdxImages(Shape imageShape, byte[] pixels) implements ImageSource {
    @Override
    public int size() {
        return pixels.length / imageShape.elements();
    }

    @Override
    public void read(int index, float[] target, int offset) {
        Objects.checkIndex(index, size());
        int elements = imageShape.elements();
        for (int i = 0; i < elements; i++) {
            target[offset + i] = (pixels[index * elements + i] & 0xFF) / 255f;
        }
    }
}
