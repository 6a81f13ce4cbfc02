package org.neocog.data;

import java.nio.file.Path;
import java.util.Objects;
import org.neocog.NeocogException;
import org.neocog.data.augment.Augmentation;
import org.neocog.data.augment.Picture;
import org.neocog.data.augment.PictureSize;
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
        return open(file, imageShape, Augmentation.none());
    }

    /**
     * The same, scaled and cropped as the augmentation does it for a test.
     *
     * @throws NeocogException as {@link #open(Path, Shape)} does
     */
    static ImageSource open(Path file, Shape imageShape, Augmentation augmentation) {
        if (!IdxReader.isIdx(file)) {
            float[] picture = ImageFile.read(file, imageShape, augmentation);
            return new One(new Picture(imageShape.dim(0), imageShape.dim(1), imageShape.dim(2), picture));
        }
        IdxImages images = IdxReader.images(file);
        Shape found = images.imageShape();
        PictureSize size = new PictureSize(found.dim(1), found.dim(2));
        boolean fits = augmentation.problem(size).isEmpty();
        PictureSize out = fits ? augmentation.outputSize(size) : size;
        if (!Shape.of(found.dim(0), out.height(), out.width()).equals(imageShape)) {
            throw new NeocogException(file + ": images of " + found + " (channels x height x width); " + imageShape
                    + " is wanted");
        }
        return out.equals(size) ? images : new Prepared(images, imageShape, augmentation);
    }

    /** A single picture. */
    record One(Picture picture) implements ImageSource {
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

    /** Images that are scaled and cropped when they are read. */
    record Prepared(ImageSource source, Shape imageShape, Augmentation augmentation) implements ImageSource {
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
}
