package org.neocog.cpu;

import static org.neocog.cpu.Assembler.Condition.AT_MOST;
import static org.neocog.cpu.Assembler.Condition.GREATER;
import static org.neocog.cpu.Assembler.Register.*;

import java.util.function.Supplier;
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
    private static final Register[] SAVED = {RBX, RBP, R12, R13, R14, R15};

    private final Assembler asm = new Assembler();

    private WinogradCode() {}

    /** {@code function(x, scratch, v, parameters, lines)}: the input's transform, for that many columns of padding. */
    static byte[] input(int padLeft) {
        WinogradCode code = new WinogradCode();
        code.begin();
        code.readRows(SIX, code::inputPoints);
        code.dealTiles(padLeft, SIX, code::inputPoints);
        return code.end();
    }

    /** {@code function(dy, scratch, m, parameters, lines)}: the transpose of the output's transform. */
    static byte[] outputGradient() {
        WinogradCode code = new WinogradCode();
        code.begin();
        code.readRows(4, code::gradientPoints);
        code.dealTiles(0, 4, code::gradientPoints);
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
        for (Register r : SAVED) {
            asm.push(r);
        }
        asm.add(RSI, Assembler.VECTOR - 1);
        asm.and(RSI, -Assembler.VECTOR);
        for (int i = 0; i < SIX; i++) {
            asm.broadcast(FACTOR + i, Place.at(RCX, BYTES * (FACTORS + i)));
        }
        asm.load(FIRST_DEAL, Place.at(RCX, BYTES * DEAL));
        asm.load(SECOND_DEAL, Place.at(RCX, BYTES * (DEAL + 16)));
    }

    private byte[] end() {
        asm.endVectors();
        for (int i = SAVED.length - 1; i >= 0; i--) {
            asm.pop(SAVED[i]);
        }
        asm.ret();
        return asm.bytes();
    }

    /** Rows of a matrix or an image: multiples of R9, of which R10 has three and R11 five. */
    private Place row(Register base, int row) {
        return switch (row) {
            case 0 -> Place.at(base, 0);
            case 1, 2, 4 -> Place.at(base, R9, row);
            case 3 -> Place.at(base, R10, 1);
            case 5 -> Place.at(base, R11, 1);
            default -> throw new IllegalArgumentException("row " + row);
        };
    }

    private void rowsOf() {
        asm.address(R10, Place.at(R9, R9, 2));
        asm.address(R11, Place.at(R9, R9, 4));
    }

    private static Place plane(Register base, int plane) {
        return Place.at(base, BYTES * PLANE * plane);
    }

    /** Counts a register down and jumps while it is more than 0. */
    private void again(Register count, Label loop) {
        asm.add(count, -1);
        asm.jump(GREATER, loop);
    }

    /**
     * From rows of the image, some in each line, to the planes.
     *
     * @param rows of a tile
     * @param points makes six results of vectors 0, 1, 2 and so on
     */
    private void readRows(int rows, Supplier<int[]> points) {
        asm.loadInt(R9, Place.at(RCX, BYTES * ROW_BYTES));
        rowsOf();
        asm.loadInt(RBP, Place.at(R8, BYTES * LINES));
        asm.move(R12, RSI);
        asm.address(R13, Place.at(R8, BYTES * HEADER));
        Label line = new Label();
        asm.place(line);
        asm.loadInt(RAX, Place.at(R13, 0));
        asm.address(RAX, Place.at(RDI, RAX, BYTES));
        masks(rows);
        asm.move(RBX, R12);
        pieces(rows, () -> {
            for (int row = 0; row < rows; row++) {
                asm.load(row, row(RAX, row), 1 + row);
            }
            int[] results = points.get();
            for (int point = 0; point < SIX; point++) {
                asm.store(plane(RBX, point), results[point]);
            }
        });
        nextLine(line);
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
        again(R14, loop);
    }

    private void nextLine(Label loop) {
        asm.loadInt(RAX, Place.at(RCX, BYTES * LINE_BYTES));
        asm.add(R12, RAX);
        asm.add(R13, BYTES * LINE);
        again(RBP, loop);
    }

    /** The distance of the matrices, and the loop over points of the step across the rows. */
    private void points(Register matrices, Runnable tiles) {
        asm.loadInt(RAX, Place.at(R8, BYTES * MATRICES));
        asm.address(matrices, Place.at(matrices, RAX, BYTES));
        asm.loadInt(R9, Place.at(R8, BYTES * STRIDE));
        asm.add(R9, R9);
        asm.add(R9, R9);
        rowsOf();
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
        again(RBP, point);
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
            Label whole = new Label();
            Label stored = new Label();
            asm.compare(R14, 1);
            asm.jump(GREATER, whole);
            for (int point = 0; point < SIX; point++) {
                asm.store(row(RBX, point), results[point], 3);
            }
            asm.jump(AT_MOST, stored);
            asm.place(whole);
            for (int point = 0; point < SIX; point++) {
                asm.store(row(RBX, point), results[point]);
            }
            asm.place(stored);
            asm.add(RAX, 4 * Assembler.VECTOR);
            asm.add(RBX, Assembler.VECTOR);
            asm.add(R15, BYTES);
            again(R14, block);
        });
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
            Label whole = new Label();
            Label loaded = new Label();
            asm.place(block);
            asm.compare(R14, 1);
            asm.jump(GREATER, whole);
            for (int point = 0; point < SIX; point++) {
                asm.load(point, row(RBX, point), 3);
            }
            asm.jump(AT_MOST, loaded);
            asm.place(whole);
            for (int point = 0; point < SIX; point++) {
                asm.load(point, row(RBX, point));
            }
            asm.place(loaded);
            collect(outputs());
            asm.add(RAX, 4 * Assembler.VECTOR);
            asm.add(RBX, Assembler.VECTOR);
            again(R14, block);
        });
    }

    /** Four vectors of every fourth column to 64 columns. */
    private void collect(int[] from) {
        asm.quarters(6, from[0], from[1], 0x44);
        asm.quarters(7, from[0], from[1], 0xee);
        asm.quarters(8, from[2], from[3], 0x44);
        asm.quarters(9, from[2], from[3], 0xee);
        asm.copy(12, 6);
        asm.permute(12, FIRST_DEAL, 8);
        asm.permute(6, SECOND_DEAL, 8);
        asm.copy(13, 7);
        asm.permute(13, FIRST_DEAL, 9);
        asm.permute(7, SECOND_DEAL, 9);
        int[] inOrder = {12, 6, 13, 7};
        for (int i = 0; i < 4; i++) {
            asm.store(Place.at(RAX, Assembler.VECTOR * i), inOrder[i]);
        }
    }

    /** From the planes to rows of the image, four in each line. */
    private void writeRows() {
        asm.loadInt(R9, Place.at(RCX, BYTES * ROW_BYTES));
        rowsOf();
        asm.loadInt(RBP, Place.at(R8, BYTES * LINES));
        asm.move(R12, RSI);
        asm.address(R13, Place.at(R8, BYTES * HEADER));
        Label line = new Label();
        asm.place(line);
        asm.loadInt(RAX, Place.at(R13, 0));
        asm.address(RAX, Place.at(RDX, RAX, BYTES));
        masks(4);
        asm.broadcast(14, Place.at(R13, BYTES * 3));
        asm.move(RBX, R12);
        pieces(4, () -> {
            for (int point = 0; point < SIX; point++) {
                asm.load(point, plane(RBX, point));
            }
            int[] results = outputs();
            for (int row = 0; row < 4; row++) {
                asm.add(results[row], results[row], 14);
                asm.store(row(RAX, row), results[row], 1 + row);
            }
        });
        nextLine(line);
    }

    // The arithmetic of one dimension, of vectors 0 to 5; it leaves 13 and 14 alone.

    /** See {@link WinogradInput}. */
    private int[] inputPoints() {
        int f = FACTOR;
        int g = FACTOR + 1;
        asm.copy(6, 4);
        asm.multiplyAdd(6, g, 2);
        asm.multiplyAdd(6, f, 0);
        asm.multiplyAdd(5, g, 3);
        asm.multiplyAdd(5, f, 1);
        for (int pair = 0; pair < 2; pair++) {
            int p = FACTOR + 2 + 2 * pair;
            int even = 7 + 3 * pair;
            asm.copy(even, 4);
            asm.multiplyAdd(even, p + 1, 2);
            asm.copy(even + 1, 3);
            asm.multiplyAdd(even + 1, p + 1, 1);
            asm.copy(even + 2, even);
            asm.multiplyAdd(even + 2, p, even + 1);
            asm.multiplySubtract(even, p, even + 1);
        }
        return new int[] {6, 9, 7, 12, 10, 5};
    }

    static float[] inputFactors(WinogradPoints points) {
        return new float[] {
            points.all(0), points.all(1), points.point(0), points.others(0, 0), points.point(1), points.others(1, 0)
        };
    }

    /** See {@link WinogradOutput}. */
    private int[] outputs() {
        asm.add(6, 1, 2);
        asm.subtract(7, 1, 2);
        asm.add(8, 3, 4);
        asm.subtract(9, 3, 4);
        asm.add(0, 0, 6);
        asm.add(0, 0, 8);
        asm.multiply(10, FACTOR, 7);
        asm.multiplyAdd(10, FACTOR + 1, 9);
        asm.multiply(11, FACTOR + 2, 6);
        asm.multiplyAdd(11, FACTOR + 3, 8);
        asm.multiplyAdd(5, FACTOR + 4, 7);
        asm.multiplyAdd(5, FACTOR + 5, 9);
        return new int[] {0, 10, 11, 5};
    }

    /** The transpose of that. */
    private int[] gradientPoints() {
        for (int pair = 0; pair < 2; pair++) {
            int even = 4 + 3 * pair;
            asm.copy(even, 0);
            asm.multiplyAdd(even, FACTOR + 2 + pair, 2);
            asm.multiply(even + 1, FACTOR + pair, 1);
            asm.multiplyAdd(even + 1, FACTOR + 4 + pair, 3);
            asm.add(even + 2, even, even + 1);
            asm.subtract(even, even, even + 1);
        }
        return new int[] {0, 6, 4, 9, 7, 3};
    }

    static float[] outputFactors(WinogradPoints points) {
        float p = points.point(0);
        float q = points.point(1);
        return new float[] {p, q, p * p, q * q, p * p * p, q * q * q};
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
