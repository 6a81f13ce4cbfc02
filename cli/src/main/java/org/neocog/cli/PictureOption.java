package org.neocog.cli;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import org.neocog.visual.PngFile;
import picocli.CommandLine.Option;

/** {@code --out} of the commands that draw. */
final class PictureOption {
    @Option(
            names = "--out",
            paramLabel = "FILE",
            required = true,
            description = "The PNG to write; a file that is there is replaced.")
    private Path file;

    Path file() {
        return file;
    }

    void write(BufferedImage image) {
        PngFile.write(file, image);
    }
}
