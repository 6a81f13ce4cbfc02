package org.neocog.visual;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Objects;
import org.neocog.tensor.Shape;

/** A picture in memory, red, green and blue of 8 bits. Immutable. */
public final class Picture {
    private final int width;
    private final int height;
    /** {@code 0xRRGGBB}, row by row. */
    private final int[] pixels;

    Picture(int width, int height, int[] pixels) {
        if (pixels.length != width * height) {
            throw new IllegalArgumentException(width + "x" + height + " pixels are not " + pixels.length);
        }
        this.width = width;
        this.height = height;
        this.pixels = pixels;
    }

    /**
     * A picture of numbers: v becomes the level {@code round(255 v)}, below 0 and NaN black, above 1 full.
     *
     * @param shape {@code C x H x W}, C being 1 (grey) or 3 (red, green, blue)
     * @param values C*H*W of them, in that order
     */
    public static Picture of(Shape shape, float[] values) {
        int channels = shape.dim(0);
        int plane = shape.dim(1) * shape.dim(2);
        if (shape.rank() != 3 || channels != 1 && channels != 3 || values.length != shape.elements()) {
            throw new IllegalArgumentException(
                    "a picture is 1xHxW or 3xHxW, not " + values.length + " numbers of " + shape);
        }
        int[] pixels = new int[plane];
        for (int i = 0; i < plane; i++) {
            int red = level(values[i]);
            pixels[i] = channels == 1
                    ? red * 0x010101
                    : red << 16 | level(values[plane + i]) << 8 | level(values[2 * plane + i]);
        }
        return new Picture(shape.dim(2), shape.dim(1), pixels);
    }

    private static int level(float value) {
        return value > 0 ? Math.round(255 * Math.min(value, 1)) : 0;
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** The colour {@code 0xRRGGBB} of column x and row y. */
    public int pixel(int x, int y) {
        return pixels[Objects.checkIndex(y, height) * width + Objects.checkIndex(x, width)];
    }

    /** Each pixel as a square of {@code factor} by {@code factor}. */
    public Picture enlarged(int factor) {
        int[] result = new int[Math.multiplyExact(Math.multiplyExact(width * factor, height), factor)];
        for (int i = 0; i < result.length; i++) {
            int x = i % (width * factor) / factor;
            int y = i / (width * factor) / factor;
            result[i] = pixels[y * width + x];
        }
        return new Picture(width * factor, height * factor, result);
    }

    /** Enlarged as far as the longer side stays within so many pixels; unchanged if it is longer already. */
    public Picture enlargedUpTo(int longest) {
        return enlarged(Math.max(1, longest / Math.max(width, height)));
    }

    /** For drawing and for image libraries; a copy. */
    public BufferedImage image() {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, width, height, pixels, 0, width);
        return image;
    }

    /**
     * Creates or replaces a PNG, atomically.
     *
     * @throws org.neocog.NeocogException if it cannot be written
     */
    public void writePng(Path file) {
        PngFile.write(file, image());
    }
}
