package org.neocog.visual;

import java.util.Arrays;
import java.util.List;

/** Pictures of one size beside and below each other, with lines between and around them. */
public final class Grid {
    /** Of the lines: a dark blue, since neither black, white nor grey tells them from the pictures. */
    static final int LINE = 0x203A5C;

    private Grid() {}

    /**
     * So many columns that the grid is about square: the least number from the square root to its double that leaves no place
     * empty, or the square root, rounded up.
     */
    public static int columns(int tiles) {
        int root = (int) Math.ceil(Math.sqrt(tiles));
        for (int columns = root; columns <= 2 * root; columns++) {
            if (tiles % columns == 0) {
                return columns;
            }
        }
        return root;
    }

    /** In about as many rows as columns, row by row, with lines one pixel wide. */
    public static Picture of(List<Picture> tiles) {
        return of(tiles, columns(tiles.size()), 1);
    }

    /** Of tiles that are enlarged as far as a row of them stays within so many pixels. */
    public static Picture enlarged(List<Picture> tiles, int columns, int width) {
        int factor = Math.max(1, width / (columns * tiles.getFirst().width()));
        return of(tiles.stream().map(tile -> tile.enlarged(factor)).toList(), columns, 2);
    }

    /**
     * @param tiles at least one
     * @param line width of the lines in pixels
     */
    public static Picture of(List<Picture> tiles, int columns, int line) {
        int width = tiles.getFirst().width();
        int height = tiles.getFirst().height();
        int rows = Math.ceilDiv(tiles.size(), columns);
        int gridWidth = line + columns * (width + line);
        int gridHeight = line + rows * (height + line);
        int[] pixels = new int[Math.multiplyExact(gridWidth, gridHeight)];
        Arrays.fill(pixels, LINE);
        for (int i = 0; i < tiles.size(); i++) {
            Picture tile = tiles.get(i);
            if (tile.width() != width || tile.height() != height) {
                throw new IllegalArgumentException("the pictures of a grid have one size");
            }
            int left = line + i % columns * (width + line);
            int top = line + i / columns * (height + line);
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    pixels[(top + y) * gridWidth + left + x] = tile.pixel(x, y);
                }
            }
        }
        return new Picture(gridWidth, gridHeight, pixels);
    }
}
