package org.neocog.visual;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.neocog.NeocogException;
import org.neocog.checkpoint.AtomicFile;

/** Writes PNG files. */
public final class PngFile {
    private PngFile() {}

    /**
     * Creates or replaces a PNG; a reader meets the old file or the new one, never part of either.
     *
     * @throws NeocogException if it cannot be written
     */
    public static void write(Path file, BufferedImage image) {
        if (Files.isDirectory(file)) {
            throw new NeocogException(file + ": a folder, where a PNG is to be written");
        }
        byte[] png = encode(image);
        AtomicFile.write(file, channel -> Channels.newOutputStream(channel).write(png));
    }

    private static byte[] encode(BufferedImage image) {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            // Without this the encoder buffers in a temporary file.
            ImageIO.setUseCache(false);
            if (!ImageIO.write(image, "png", png)) {
                throw new IllegalStateException("this Java cannot encode a PNG of type " + image.getType());
            }
        } catch (IOException e) {
            throw new IllegalStateException("encoding to memory failed", e);
        }
        return png.toByteArray();
    }
}
