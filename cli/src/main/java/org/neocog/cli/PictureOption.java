package org.neocog.cli;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import org.neocog.NeocogException;
import org.neocog.visual.PngFile;
import picocli.CommandLine.Option;

/** {@code --out} of the commands that draw. */
final class PictureOption {
    @Option(
            names = "--out",
            paramLabel = "FILE",
            required = true,
            converter = PngName.class,
            description = "The PNG to write; a file that is there is replaced.")
    private Path file;

    Path file() {
        return file;
    }

    /**
     * For commands that take long: finds now, and not when the work is done, that there is nowhere to write.
     *
     * @throws NeocogException if the folder of the file is missing
     */
    void requireFolder() {
        if (!Files.isDirectory(file.toAbsolutePath().getParent())) {
            throw new NeocogException(file + ": there is no folder " + file.toAbsolutePath().getParent() + "; make it first");
        }
    }

    void write(BufferedImage image) {
        PngFile.write(file, image);
    }
}
