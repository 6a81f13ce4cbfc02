package org.neocog.data;

import java.nio.file.Path;
import java.util.Objects;
import org.neocog.NeocogException;
import org.neocog.tensor.Shape;

/** Images without labels, all of one shape: what a file given to predict holds. */
public interface ImageSource {
    /** Number of images, at least 1. */
    int size();

    /** {@code C x H x W}. */
    Shape imageShape();

    /** Writes an image's {@code C*H*W} floats in [0, 1], not normalised, to {@code target[offset ..]}. */
    void read(int index, float[] target, int offset);

    /**
     * Opens an IDX file (all its images; plain or gzip) or a PNG or JPEG picture (one image), told apart by content.
     *
     * @param imageShape the {@code C x H x W} wanted
     * @throws NeocogException if the file cannot be read or holds images of another shape
     */
    static ImageSource open(Path file, Shape imageShape) {
        if (IdxReader.isIdx(file)) {
            IdxImages images = IdxReader.images(file);
            if (!images.imageShape().equals(imageShape)) {
                throw new NeocogException(file + ": images of " + images.imageShape() + " (channels x height x width); "
                        + imageShape + " is wanted");
            }
            return images;
        }
        float[] picture = ImageFile.read(file, imageShape);
        return new ImageSource() {
            @Override
            public int size() {
                return 1;
            }

            @Override
            public Shape imageShape() {
                return imageShape;
            }

            @Override
            public void read(int index, float[] target, int offset) {
                Objects.checkIndex(index, 1);
                System.arraycopy(picture, 0, target, offset, picture.length);
            }
        };
    }
}
