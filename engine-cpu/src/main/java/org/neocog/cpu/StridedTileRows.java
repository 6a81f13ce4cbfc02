package org.neocog.cpu;

/**
 * The rows of an image that lines of tiles are made of, for {@link StridedTileCode}.
 *
 * @param channels of the image
 * @param height its rows
 * @param width its columns
 * @param shift columns of the first tile that are left of the image
 * @param apart rows from one of a part's rows to the next
 * @param lines for each row of tiles, where the rows of both parts begin in a plane, and the ints of their masks
 */
record StridedTileRows(int channels, int height, int width, int shift, int apart, int[] lines) {
    private static final int MASKS = StridedTileCode.LINE - StridedTileCode.FIRST_MASKS;
    private static final int INTS = 2 + MASKS;
    private static final int BITS = 16;
    private static final int ALL = 0xffff;

    /**
     * One part of a line's rows.
     *
     * @param first its first row, counted from the image's first, in the first line
     * @param count how many, none if there is no such part
     */
    record Part(int first, int count) {
        static final Part NONE = new Part(0, 0);
    }

    /**
     * @param step rows from a line to the next
     * @param count how many lines there are below each other
     */
    static StridedTileRows of(
            int channels, int height, int width, int shift, int apart, Part first, Part second, int step, int count) {
        int[] lines = new int[count * INTS];
        for (int line = 0; line < count; line++) {
            int at = line * INTS;
            int y = first.first + step * line;
            int z = second.first + step * line;
            lines[at] = y * width - shift;
            lines[at + 1] = z * width - shift;
            for (int row = 0; row < 2 * MASKS; row++) {
                int pair = at + 2 + row / 2;
                int other = row - 2 * (StridedTileCode.SECOND_MASKS - StridedTileCode.FIRST_MASKS);
                boolean there = other < 0
                        ? row < first.count && inside(y + apart * row, height)
                        : other < second.count && inside(z + apart * other, height);
                lines[pair] |= there ? ALL << row % 2 * BITS : 0;
            }
        }
        return new StridedTileRows(channels, height, width, shift, apart, lines);
    }

    private static boolean inside(int y, int height) {
        return y >= 0 && y < height;
    }

    /** Elements of an image. */
    int image() {
        return channels * height * width;
    }

    /**
     * Writes what is known of a line.
     *
     * @param plane where the channel's plane of the image begins
     * @param row the row of tiles
     * @param added what is added to it
     */
    void line(int plane, int row, float added, int[] list, int at) {
        int from = row * INTS;
        list[at] = plane + lines[from];
        list[at + 1] = plane + lines[from + 1];
        list[at + 2] = Float.floatToRawIntBits(added);
        System.arraycopy(lines, from + 2, list, at + StridedTileCode.FIRST_MASKS, MASKS);
    }
}
