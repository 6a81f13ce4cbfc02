package org.neocog.visual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neocog.NeocogException;
import org.neocog.tensor.Shape;

class PictureTest {
    private static final Picture COLOUR =
            Picture.of(Shape.of(3, 1, 2), new float[] {0, 1, 0.5f, Float.NaN, -1, 7});

    @TempDir
    private Path folder;

    @Test
    void levelsAreRoundedAndClipped() {
        assertEquals(0x008000, COLOUR.pixel(0, 0));
        assertEquals(0xFF00FF, COLOUR.pixel(1, 0));
    }

    @Test
    void aPngHasThePixels() throws IOException {
        Path file = Files.writeString(folder.resolve("a.png"), "an older file");
        COLOUR.enlarged(3).writePng(file);
        BufferedImage image = ImageIO.read(file.toFile());
        assertEquals(6, image.getWidth());
        assertEquals(3, image.getHeight());
        assertEquals(0xFF008000, image.getRGB(2, 2));
        assertEquals(0xFFFF00FF, image.getRGB(3, 0));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void whereNothingCanBeWrittenTheErrorNamesTheFile() {
        assertThrows(NeocogException.class, () -> COLOUR.writePng(folder));
        Path file = folder.resolve("none/a.png");
        assertEquals(true, assertThrows(NeocogException.class, () -> COLOUR.writePng(file))
                .getMessage()
                .startsWith(file.toString()));
    }

    @Test
    void aGridIsAboutSquareAndFullWherePossible() {
        assertEquals(
                List.of(1, 2, 3, 2, 5, 3, 3, 8, 8), Stream.of(1, 2, 3, 4, 5, 6, 7, 32, 64).map(Grid::columns).toList());
        assertEquals(4, Grid.columns(13));
    }

    @Test
    void aGridHasLinesAroundEachTile() {
        Picture white = Picture.of(Shape.of(1, 1, 2), new float[] {1, 1});
        Picture grid = Grid.of(List.of(white, COLOUR, white), 2, 1);
        assertEquals(7, grid.width());
        assertEquals(5, grid.height());
        assertEquals(0xFFFFFF, grid.pixel(2, 1));
        assertEquals(0x008000, grid.pixel(4, 1));
        assertEquals(0xFFFFFF, grid.pixel(1, 3));
        for (int[] line : new int[][] {{0, 0}, {3, 1}, {1, 2}, {6, 4}, {4, 3}}) {
            assertEquals(Grid.LINE, grid.pixel(line[0], line[1]));
        }
    }
}
