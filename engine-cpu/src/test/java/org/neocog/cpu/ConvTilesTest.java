package org.neocog.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.neocog.graph.Axis;
import org.neocog.graph.Conv2dGeometry;
import org.neocog.graph.Remainder;
import org.neocog.graph.Window;
import org.neocog.tensor.Shape;

/** How the layers of known networks are cut. */
final class ConvTilesTest {
    private static ConvTiles tiles(int batch, int channels, int side, int filters, int kernel) {
        Shape x = Shape.of(batch, channels, side, side);
        Shape w = Shape.of(filters, channels, kernel, kernel);
        return ConvTiles.of(Conv2dGeometry.of(x, w, Window.same(kernel), 1));
    }

    @Test
    void theMnistNetsLayersGoImageByImage() {
        assertEquals("1 x 28", cut(tiles(100, 1, 28, 32, 5)));
        assertEquals("1 x 14", cut(tiles(100, 32, 14, 64, 5)));
    }

    /** 640 KiB are 284 columns of 64 · 9 elements, 71 of 256 · 9 and 35 of 512 · 9. */
    @Test
    void smallMapsGoSeveralAtATime() {
        assertEquals("4 x 8", cut(tiles(128, 64, 8, 64, 3)));
        assertEquals("8 x 7", cut(tiles(128, 512, 7, 512, 3)));
        assertEquals("2 x 14", cut(tiles(16, 512, 14, 512, 3)));
        assertEquals("1 x 14", cut(tiles(16, 256, 14, 256, 3)));
        assertEquals("8 x 7", cut(tiles(128, 2048, 7, 512, 1)));
    }

    @Test
    void largeMapsAreCutIntoStretchesOfRows() {
        assertEquals("1 x 5 of 28", cut(tiles(32, 128, 28, 128, 3)));
        assertEquals("1 x 10 of 224", cut(tiles(1, 8, 224, 8, 3)));
    }

    /** Four of 49 columns, not eight: eight workers have something to do. */
    @Test
    void aBatchIsNotCutIntoFewerThanEightProducts() {
        assertEquals("4 x 7", cut(tiles(32, 512, 7, 512, 3)));
        assertEquals("1 x 7", cut(tiles(15, 512, 7, 512, 3)));
        assertEquals("1 x 5 of 14", cut(tiles(7, 256, 14, 256, 3)));
    }

    @Test
    void aOneByOneConvolutionOfALargeMapNeedsNoScratch() {
        ConvTiles large = tiles(32, 256, 14, 1024, 1);
        assertTrue(large.inPlace());
        assertEquals(0, large.workspaceBytes(2));
        assertFalse(tiles(32, 512, 7, 2048, 1).inPlace());
    }

    @Test
    void theLastBlockHasTheRest() {
        ConvTiles tiles = tiles(35, 64, 8, 64, 3);
        assertEquals(4, tiles.images());
        assertEquals(9, tiles.blocks());
        assertEquals(4, tiles.images(7));
        assertEquals(3, tiles.images(8));
    }

    /** A second of sound: stretches of 640 KiB / (4 · 64 · 9) = 284 samples or less, not one matrix of 37 MB. */
    @Test
    void aSequenceIsCutIntoStretches() {
        Conv2dGeometry row = Conv2dGeometry.of(
                Shape.of(1, 64, 1, 16_000), Shape.of(64, 64, 1, 9), Window.row(Axis.same(9, 1)), 1);
        Conv2dGeometry column = Im2col.upright(row);
        assertEquals(Shape.of(1, 64, 16_000, 1), column.x());
        assertEquals(Shape.of(1, 64, 16_000, 1), column.y());
        assertEquals("1 x 281 of 16000", cut(ConvTiles.of(column)));
    }

    @Test
    void anImageStaysAsItIs() {
        Window below = new Window(new Axis(1, 2, 1, 0, 1), Axis.of(3, 1, 1)).with(Remainder.DROP);
        for (Conv2dGeometry g : List.of(
                Conv2dGeometry.of(Shape.of(1, 2, 1, 7), Shape.of(3, 2, 1, 3), below, 1),
                Conv2dGeometry.of(Shape.of(1, 2, 2, 7), Shape.of(3, 2, 1, 3), Window.row(Axis.of(3, 1, 1)), 1))) {
            assertSame(g, Im2col.upright(g));
        }
    }

    /** Columns of four images and their maps: 4 · 64 of 576 and of 64. */
    @Test
    void aWorkersScratchHoldsTheColumnsAndTheMaps() {
        ConvTiles tiles = tiles(128, 64, 8, 64, 3);
        assertEquals(4 * 64 * 576, tiles.mapsOffset());
        assertEquals(4 * (4 * 64 * 576 + 4 * 64 * 64) * 3, tiles.workspaceBytes(3));
    }

    private static String cut(ConvTiles tiles) {
        String rows = tiles.images() + " x " + tiles.rows();
        return tiles.perImage() == 1 ? rows : rows + " of " + tiles.allRows();
    }
}
