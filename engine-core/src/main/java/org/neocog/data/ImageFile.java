package org.neocog.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.neocog.NeocogException;
import org.neocog.data.augment.Augmentation;
import org.neocog.data.augment.Picture;
import org.neocog.data.augment.PictureSize;
import org.neocog.tensor.Shape;

/**
 * Reads PNG and JPEG pictures, told apart by content. As Pillow's {@code convert("L")} and {@code convert("RGB")} do: an
 * alpha channel and a palette's transparency are dropped, colour becomes grey by Rec. 601's luma, grey becomes colour by
 * three equal channels, CMYK becomes colour as Adobe's programs mean it, embedded profiles and gamma are left aside. A JPEG
 * whose Exif data say how the camera was held is turned upright, as by Pillow's {@code ImageOps.exif_transpose}. Of an
 * animated PNG the first picture is read.
 */
public final class ImageFile {
    /** Much more than any picture of a size that a network takes. */
    private static final long LARGEST_FILE = 64L << 20;

    private ImageFile() {}

    /**
     * The picture as {@code C*H*W} floats in [0, 1], not normalised and never scaled: level v of an image with n bits a
     * sample becomes {@code v / (2^n - 1)}.
     *
     * @param imageShape {@code C x H x W} wanted, C being 1 (grey) or 3 (red, green, blue)
     * @throws NeocogException if the file cannot be read, is damaged, is neither PNG nor JPEG, or has another height or
     *     width (found before decoding)
     */
    public static float[] read(Path file, Shape imageShape) {
        requireChannels(file, imageShape);
        byte[] bytes = bytes(file);
        ImageHeader header = header(file, bytes);
        if (header.format().equals("PNG")) {
            PngCheck.check(file, bytes);
        }
        requireSize(file, header.size(), imageShape);
        return ImageDecoder.decode(file, bytes, header, 1).floats(imageShape.dim(0));
    }

    /**
     * The picture as a test sees it: scaled and its middle cropped as the augmentation says, or, where it says nothing of
     * either, exactly as {@link #read(Path, Shape)} gives it.
     *
     * @throws NeocogException as {@link #read(Path, Shape)} does; or if the picture is too large or too small to be scaled
     *     and cropped so
     */
    public static float[] read(Path file, Shape imageShape, Augmentation augmentation) {
        if (augmentation.resize().isEmpty() && augmentation.scale().isEmpty() && augmentation.crop().isEmpty()) {
            return read(file, imageShape);
        }
        requireChannels(file, imageShape);
        Picture picture = augmentation.test(levels(file, imageShape.dim(0), augmentation).picture());
        requireSize(file, new PictureSize(picture.height(), picture.width()), imageShape);
        return picture.values();
    }

    /**
     * The picture in 256 levels, at every how many-th pixel the augmentation says.
     *
     * @throws NeocogException if the file cannot be read, is damaged, or is of a size that the augmentation cannot take
     */
    static Levels levels(Path file, int channels, Augmentation augmentation) {
        byte[] bytes = bytes(file);
        ImageHeader header = header(file, bytes);
        requireFit(file, header.size(), augmentation);
        ImageSamples samples = ImageDecoder.decode(file, bytes, header, augmentation.step(header.size()));
        return new Levels(channels, samples.size().height(), samples.size().width(), samples.bytes(channels));
    }

    /**
     * @throws NeocogException if the augmentation cannot take a picture of this size
     */
    static void requireFit(Path file, PictureSize size, Augmentation augmentation) {
        augmentation.problem(size).ifPresent(problem -> {
            throw new NeocogException(file + ": " + describe(size) + ", " + problem);
        });
    }

    /** "the picture is 3 wide and 2 high". */
    static String describe(PictureSize size) {
        return "the picture is " + size.width() + " wide and " + size.height() + " high";
    }

    private static ImageHeader header(Path file, byte[] bytes) {
        try {
            return ImageHeader.read(file, new ByteArrayInputStream(bytes));
        } catch (IOException e) {
            throw InputFiles.unreadable(file, e);
        }
    }

    /**
     * The shape that {@link #read} takes for a picture as large as it is.
     *
     * @param channels 1 (grey) or 3 (red, green, blue)
     * @throws NeocogException if the file cannot be read, is neither PNG nor JPEG, or has too many pixels to be decoded
     */
    public static Shape shape(Path file, int channels) {
        PictureSize size = header(file, bytes(file)).size();
        if (Augmentation.none().tooLarge(size)) {
            throw new NeocogException(file + ": " + describe(size) + ", which are too many pixels to decode; make it smaller");
        }
        return Shape.of(channels, size.height(), size.width());
    }

    private static byte[] bytes(Path file) {
        long size = InputFiles.size(file);
        if (size > LARGEST_FILE) {
            throw new NeocogException(
                    file + ": " + size + " bytes are too many for a picture; at most " + LARGEST_FILE + " are read");
        }
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw InputFiles.unreadable(file, e);
        }
    }

    private static void requireChannels(Path file, Shape imageShape) {
        if (imageShape.rank() != 3) {
            throw new IllegalArgumentException("an image's shape is CxHxW, not " + imageShape);
        }
        if (imageShape.dim(0) != 1 && imageShape.dim(0) != 3) {
            throw new NeocogException(file + ": a picture has 1 channel (grey) or 3 (colour), but " + imageShape
                    + " (channels x height x width) is wanted");
        }
    }

    private static void requireSize(Path file, PictureSize size, Shape wanted) {
        if (size.height() != wanted.dim(1) || size.width() != wanted.dim(2)) {
            throw new NeocogException(file + ": " + describe(size) + "; " + wanted.dim(2) + " wide and " + wanted.dim(1)
                    + " high is wanted");
        }
    }

    /**
     * Rec. 601: 0.299 R + 0.587 G + 0.114 B, rounded to a level, with the weights in 1/65536 as in Pillow. They sum to
     * 65536, so grey keeps its level.
     */
    static int luma(int red, int green, int blue) {
        return (int) ((19595L * red + 38470L * green + 7471L * blue + 32768) >> 16);
    }
}
