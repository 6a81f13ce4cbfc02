package org.neocog.cpu;

import static org.neocog.cpu.Assembler.Condition.AT_MOST;
import static org.neocog.cpu.Assembler.Register.*;

import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.neocog.cpu.Assembler.Label;
import org.neocog.cpu.Assembler.Place;
import org.neocog.cpu.Assembler.Register;

/**
 * Machine code for the transforms of Winograd's F(4×4, 3×3), see {@link WinogradVectors}. Each function has two stages. Across
 * the rows, vectors are pieces of an image's rows, and results go to (or come from) six <em>planes</em> of scratch, one for each
 * point, of 4 columns for each tile. Along the rows, vectors are 16 tiles: 64 columns of a plane are dealt out to four vectors of
 * every fourth column, or collected from them.
 */
final class WinogradCode {
    /** Tiles of one call at most. */
    static final int TILES = 256;
    /** Floats from one plane of scratch to the next: the tiles', and what whole vectors read and write beyond. */
    private static final int PLANE = 4 * TILES + 64;
    /** Floats of scratch, the last for beginning on a cache line. */
    static final int SCRATCH = 6 * PLANE + 16;

    // Where the parameters, ints, are: the first that a kernel never changes.
    static final int ROW_BYTES = 0;
    static final int LINE_BYTES = 1;
    static final int WHOLE_PIECES = 2;
    static final int OTHER_PIECES = 3;
    static final int OTHER_MASKS = 4;
    static final int MOST_OTHERS = 4;
    static final int FACTORS = 8;
    static final int DEAL = 16;
    static final int EDGES = 48;
    /** Then those that change from call to call; the matrices' place is counted in floats from the address that is given. */
    static final int LINES = 0;
    static final int BLOCKS = 1;
    static final int STRIDE = 2;
    static final int LAST_MASK = 3;
    static final int MATRICES = 4;
    static final int HEADER = 8;
    /** Ints of a line. */
    static final int LINE = 4;

    private static final int BYTES = 4;
    private static final int SIX = 6;
    /** Vectors that hold something all the time: six factors, and which floats to take when columns are dealt out. */
    private static final int FACTOR = 24;
    private static final int FIRST_DEAL = 30;
    private static final int SECOND_DEAL = 31;
    /** Rows of an image or matrices of the points, R9 bytes apart. */
    private static final RowPlaces ROWS = new RowPlaces(R9, R10, R11, null);
    private static final Register[] SAVED = {RBX, RBP, R12, R13, R14, R15};

    private final Assembler asm = new Assembler();
    private final WinogradStep step = new WinogradStep(asm, FACTOR);

    private WinogradCode() {}

    /** {@code function(x, scratch, v, parameters, lines)}: the input's transform, for that many columns of padding. */
    static byte[] input(int padLeft) {
        WinogradCode code = new WinogradCode();
        code.begin();
        code.readRows(SIX, code.step::inputs);
        code.dealTiles(padLeft, SIX, code.step::inputs);
        return code.end();
    }

    /** {@code function(dy, scratch, m, parameters, lines)}: the transpose of the output's transform. */
    static byte[] outputGradient() {
        WinogradCode code = new WinogradCode();
        code.begin();
        code.readRows(4, code.step::gradients);
        code.dealTiles(0, 4, code.step::gradients);
        return code.end();
    }

    /** {@code function(m, scratch, y, parameters, lines)}: the output's transform. */
    static byte[] output() {
        WinogradCode code = new WinogradCode();
        code.begin();
        code.collectTiles();
        code.writeRows();
        return code.end();
    }

    private void begin() {
        asm.enter(SAVED);
        asm.add(RSI, Assembler.VECTOR - 1);
        asm.and(RSI, -Assembler.VECTOR);
        for (int i = 0; i < SIX; i++) {
            asm.broadcast(FACTOR + i, Place.at(RCX, BYTES * (FACTORS + i)));
        }
        asm.load(FIRST_DEAL, Place.at(RCX, BYTES * DEAL));
        asm.load(SECOND_DEAL, Place.at(RCX, BYTES * (DEAL + 16)));
    }

    private byte[] end() {
        asm.leave(SAVED);
        return asm.bytes();
    }

    private static Place plane(Register base, int plane) {
        return Place.at(base, BYTES * PLANE * plane);
    }

    /**
     * From rows of the image, some in each line, to the planes.
     *
     * @param rows of a tile
     * @param points makes six results of vectors 0, 1, 2 and so on
     */
    private void readRows(int rows, Supplier<int[]> points) {
        lines(RDI, rows, () -> {
            for (int row = 0; row < rows; row++) {
                asm.load(row, ROWS.at(RAX, row), 1 + row);
            }
            int[] results = points.get();
            for (int point = 0; point < SIX; point++) {
                asm.store(plane(RBX, point), results[point]);
            }
        });
    }

    /**
     * For each piece of each line: its first row at RAX, its place in the first plane at RBX, masks 1 and so on for its rows, and
     * in vector 14 what is added to a line.
     */
    private void lines(Register image, int rows, Runnable piece) {
        asm.loadInt(R9, Place.at(RCX, BYTES * ROW_BYTES));
        ROWS.compute(asm);
        asm.loadInt(RBP, Place.at(R8, BYTES * LINES));
        asm.move(R12, RSI);
        asm.address(R13, Place.at(R8, BYTES * HEADER));
        Label line = new Label();
        asm.place(line);
        asm.loadInt(RAX, Place.at(R13, 0));
        asm.address(RAX, Place.at(image, RAX, BYTES));
        masks(rows);
        asm.broadcast(14, Place.at(R13, BYTES * 3));
        asm.move(RBX, R12);
        pieces(rows, piece);
        asm.loadInt(RAX, Place.at(RCX, BYTES * LINE_BYTES));
        asm.add(R12, RAX);
        asm.add(R13, BYTES * LINE);
        asm.again(RBP, line);
    }

    /** The masks of a line's rows. */
    private void masks(int rows) {
        for (int row = 0; row < rows; row++) {
            asm.loadMask(1 + row, Place.at(R13, BYTES + 2 * row));
        }
    }

    /** The pieces of a line: first those that lie in the image, then others, which cut the masks. */
    private void pieces(int rows, Runnable piece) {
        Label others = new Label();
        asm.loadInt(R14, Place.at(RCX, BYTES * WHOLE_PIECES));
        asm.compare(R14, 0);
        asm.jump(AT_MOST, others);
        Label whole = new Label();
        asm.place(whole);
        piece.run();
        nextPiece(whole);
        asm.place(others);
        Label done = new Label();
        asm.loadInt(R14, Place.at(RCX, BYTES * OTHER_PIECES));
        asm.compare(R14, 0);
        asm.jump(AT_MOST, done);
        asm.address(R15, Place.at(RCX, BYTES * OTHER_MASKS));
        Label other = new Label();
        asm.place(other);
        asm.loadMask(7, Place.at(R15, 0));
        asm.add(R15, BYTES);
        for (int row = 0; row < rows; row++) {
            asm.andMasks(1 + row, 1 + row, 7);
        }
        piece.run();
        nextPiece(other);
        asm.place(done);
    }

    private void nextPiece(Label loop) {
        asm.add(RAX, Assembler.VECTOR);
        asm.add(RBX, Assembler.VECTOR);
        asm.again(R14, loop);
    }

    /** The distance of the matrices, and the loop over points of the step across the rows. */
    private void points(Register matrices, Runnable tiles) {
        asm.loadInt(RAX, Place.at(R8, BYTES * MATRICES));
        asm.address(matrices, Place.at(matrices, RAX, BYTES));
        asm.loadInt(R9, Place.at(R8, BYTES * STRIDE));
        asm.add(R9, R9);
        asm.add(R9, R9);
        ROWS.compute(asm);
        asm.loadMask(3, Place.at(R8, BYTES * LAST_MASK));
        asm.move(RBP, 6L);
        asm.move(R12, RSI);
        asm.move(R13, matrices);
        Label point = new Label();
        asm.place(point);
        asm.move(RAX, R12);
        asm.move(RBX, R13);
        asm.loadInt(R14, Place.at(R8, BYTES * BLOCKS));
        tiles.run();
        asm.add(R12, BYTES * PLANE);
        asm.address(R13, Place.at(R13, R10, 2));
        asm.again(RBP, point);
    }

    /**
     * From the planes to the matrices.
     *
     * @param padLeft columns that a tile has of those to its left
     * @param columns of a tile
     */
    private void dealTiles(int padLeft, int columns, Supplier<int[]> points) {
        points(RDX, () -> {
            asm.address(R15, Place.at(RCX, BYTES * EDGES));
            asm.zero(13);
            asm.zero(14);
            Label block = new Label();
            asm.place(block);
            deal(padLeft);
            neighbours(padLeft, columns);
            int[] results = points.get();
            lastOrWhole(
                    point -> asm.store(ROWS.at(RBX, point), results[point], 3),
                    point -> asm.store(ROWS.at(RBX, point), results[point]));
            asm.add(RAX, 4 * Assembler.VECTOR);
            asm.add(RBX, Assembler.VECTOR);
            asm.add(R15, BYTES);
            asm.again(R14, block);
        });
    }

    /** For each point one of two instructions: in the last block, which mask 3 cuts, or in those before, by the count in R14. */
    private void lastOrWhole(IntConsumer last, IntConsumer whole) {
        LastTime.choose(
                asm, R14, () -> IntStream.range(0, SIX).forEach(last), () -> IntStream.range(0, SIX).forEach(whole));
    }

    /** Every fourth of 64 columns to vectors {@code to} and so on. */
    private void deal(int to) {
        for (int i = 0; i < 4; i++) {
            asm.load(6 + i, Place.at(RAX, Assembler.VECTOR * i));
        }
        asm.copy(10, 6);
        asm.permute(10, FIRST_DEAL, 7);
        asm.permute(6, SECOND_DEAL, 7);
        asm.copy(11, 8);
        asm.permute(11, FIRST_DEAL, 9);
        asm.permute(8, SECOND_DEAL, 9);
        asm.quarters(to, 10, 11, 0x44);
        asm.quarters(to + 1, 10, 11, 0xee);
        asm.quarters(to + 2, 6, 8, 0x44);
        asm.quarters(to + 3, 6, 8, 0xee);
    }

    /** Columns of the tiles to the left and right; 0 at the ends of a line, by masks 1 and 2. */
    private void neighbours(int padLeft, int columns) {
        if (columns == 4) {
            return;
        }
        asm.loadMask(1, Place.at(R15, 0));
        asm.loadMask(2, Place.at(R15, 2));
        for (int column = 0; column < padLeft; column++) {
            asm.window(column, column + 4, 13 + column, 15, 1);
            asm.copy(13 + column, column + 4);
        }
        for (int column = padLeft + 4; column < columns; column++) {
            int own = column - 4;
            asm.broadcast(column, Place.at(RAX, 4 * Assembler.VECTOR + BYTES * (own - padLeft)));
            asm.window(column, column, own, 1, 2);
        }
    }

    /** From the matrices to the planes. */
    private void collectTiles() {
        points(RDI, () -> {
            // R12 and so RAX run through the planes, R13 and RBX through the matrices.
            Label block = new Label();
            asm.place(block);
            lastOrWhole(
                    point -> asm.load(point, ROWS.at(RBX, point), 3), point -> asm.load(point, ROWS.at(RBX, point)));
            int[] columns = collect(asm, step.outputs(), 12, FIRST_DEAL, SECOND_DEAL);
            for (int i = 0; i < columns.length; i++) {
                asm.store(Place.at(RAX, Assembler.VECTOR * i), columns[i]);
            }
            asm.add(RAX, 4 * Assembler.VECTOR);
            asm.add(RBX, Assembler.VECTOR);
            asm.again(R14, block);
        });
    }

    /**
     * Four vectors of every fourth column to 64 columns.
     *
     * @param to the first of six vectors that it may change
     * @param first holds the first half of {@link #collecting}
     * @param second holds the second half
     * @return the vectors of the columns in their order
     */
    static int[] collect(Assembler asm, int[] from, int to, int first, int second) {
        asm.quarters(to, from[0], from[1], 0x44);
        asm.quarters(to + 1, from[0], from[1], 0xee);
        asm.quarters(to + 2, from[2], from[3], 0x44);
        asm.quarters(to + 3, from[2], from[3], 0xee);
        asm.copy(to + 4, to);
        asm.permute(to + 4, first, to + 2);
        asm.permute(to, second, to + 2);
        asm.copy(to + 5, to + 1);
        asm.permute(to + 5, first, to + 3);
        asm.permute(to + 1, second, to + 3);
        return new int[] {to + 4, to, to + 5, to + 1};
    }

    /** From the planes to rows of the image, four in each line. */
    private void writeRows() {
        lines(RDX, 4, () -> {
            for (int point = 0; point < SIX; point++) {
                asm.load(point, plane(RBX, point));
            }
            int[] results = step.outputs();
            for (int row = 0; row < 4; row++) {
                asm.add(results[row], results[row], 14);
                asm.store(ROWS.at(RAX, row), results[row], 1 + row);
            }
        });
    }

    /** Which floats of two vectors of columns are those of tiles: of the first and second, then of the third and fourth. */
    static int[] dealing() {
        int[] which = new int[32];
        for (int i = 0; i < 32; i++) {
            which[i] = i / 8 + 4 * (i % 8);
        }
        return which;
    }

    /** The other way round. */
    static int[] collecting() {
        int[] which = new int[32];
        for (int i = 0; i < 32; i++) {
            which[i] = i / 4 + 8 * (i % 4);
        }
        return which;
    }
}
