package org.neocog.data;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Writes folders of small pictures. */
final class PictureFiles {
    private PictureFiles() {}

    /** A colour PNG whose red is the level everywhere, green the row, blue the column. */
    static Path png(Path file, int height, int width, int level) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, level << 16 | (y & 0xFF) << 8 | x & 0xFF);
            }
        }
        return write(file, image, "png");
    }

    static Path grey(Path file, int height, int width, int level) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < height * width; i++) {
            image.getRaster().setSample(i % width, i / width, 0, level);
        }
        return write(file, image, "png");
    }

    private static Path write(Path file, BufferedImage image, String format) {
        try {
            Files.createDirectories(file.getParent());
            ImageIO.write(image, format, file.toFile());
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Two classes, {@code count} pictures each: {@code PART/cat/0.png ..} with red 0, 1, .. and {@code PART/dog/0.png ..}
     * with red 100, 101, ...
     */
    static void part(Path part, int count, int height, int width) {
        for (int i = 0; i < count; i++) {
            png(part.resolve("cat").resolve(i + ".png"), height, width, i);
            png(part.resolve("dog").resolve(i + ".png"), height, width, 100 + i);
        }
    }
}
