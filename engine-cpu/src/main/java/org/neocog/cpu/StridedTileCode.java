package org.neocog.cpu;

import static org.neocog.cpu.Assembler.Register.*;

import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.neocog.cpu.Assembler.Label;
import org.neocog.cpu.Assembler.Place;
import org.neocog.cpu.Assembler.Register;

/**
 * Machine code for the transforms of Winograd's way for 3×3 filters at stride 2, see {@link StridedTileVectors} and {@link
 * StridedStep}. As in {@link WinogradCode}, each function has two stages. Across the rows, vectors are pieces of an image's rows,
 * and results go to (or come from) <em>planes</em> of scratch, one for each point: first the five of the one part of the rows,
 * then the four of the other. Along the rows, vectors are 16 tiles, see {@link TileColumns}.
 */
final class StridedTileCode {
    /** Tiles of one call at most. */
    static final int TILES = 128;
    /** Rows and columns of a tile of what has the stride. */
    static final int WIDE = 8;
    private static final int VECTOR = 16;
    /** Floats from one plane of scratch to the next: the tiles', and what whole vectors read and write beyond. */
    private static final int PLANE = WIDE * TILES + 4 * VECTOR;
    /** Numbers of a direction: of one part, of both, and of the columns of a tile and one of its neighbours. */
    static final int FIVE = 5;
    static final int NINE = 9;
    /** Floats of scratch, the last for beginning on a cache line. */
    static final int SCRATCH = NINE * PLANE + VECTOR;

    // Where the parameters, ints, are: the first that a kernel never changes.
    static final int ROW_BYTES = 0;
    static final int LINE_BYTES = 1;
    static final int PIECES = 2;
    static final int FACTORS = 8;
    static final int ORDERS = 16;
    static final int EDGES = 48;
    static final int PIECE_MASKS = EDGES + TILES / VECTOR;
    static final int PARAMETERS = PIECE_MASKS + WIDE * TILES / VECTOR;
    /** Then those that change from call to call; the matrices' place is counted in floats from the address that is given. */
    static final int LINES = 0;
    static final int BLOCKS = 1;
    static final int STRIDE = 2;
    static final int LAST_MASK = 3;
    static final int MATRICES = 4;
    static final int HEADER = 8;
    /** Ints of a line: where the rows of each part begin, what is added, and the masks of the rows, of 16 bits. */
    static final int LINE = 8;
    static final int FIRST_MASKS = 3;
    static final int SECOND_MASKS = 6;

    private static final int BYTES = 4;
    private static final int FOUR = 4;
    /** Vectors that hold something all the time: what is added; factors, of which inputs need six; their columns to the left. */
    private static final int ADDED = 21;
    private static final int FACTOR = 22;
    private static final int MOST_FACTORS = 8;
    private static final int LEFT = 28;
    private static final int FIRST_ORDER = 30;
    private static final int SECOND_ORDER = 31;
    /** Masks of a line's rows are 1 to 5; the others are one of them cut, and that of a piece. */
    private static final int CUT = 6;
    private static final int PIECE = 7;
    /** Masks where vectors are tiles: those with a neighbour to their left, to their right, and those there are. */
    private static final int WITH_LEFT = 1;
    private static final int WITH_RIGHT = 2;
    private static final int LAST = 3;
    private static final RowPlaces ROWS = new RowPlaces(R9, R10, R11, null);
    private static final RowPlaces POINTS = new RowPlaces(R9, R10, R11, RDI);
    private static final Register[] SAVED = {RBX, RBP, R12, R13, R14, R15};

    /** One part of the rows. */
    private enum Part {
        FIRST(0, FIRST_MASKS, 0), SECOND(1, SECOND_MASKS, FIVE);

        private final int place;
        private final int masks;
        private final int plane;

        Part(int place, int masks, int plane) {
            this.place = place;
            this.masks = masks;
            this.plane = plane;
        }
    }

    private final Assembler asm = new Assembler();
    private final VectorPool pool = new VectorPool(0, ADDED);
    private final StridedStep step = new StridedStep(asm, pool, FACTOR);
    private final TileColumns columns = new TileColumns(asm, pool, FIRST_ORDER, SECOND_ORDER);

    private StridedTileCode() {}

    /** {@code function(x, scratch, v, parameters, list)}: the input's transform, for that many columns of padding. */
    static byte[] input(int padLeft) {
        StridedTileCode code = new StridedTileCode();
        code.begin();
        code.readRows(Part.FIRST, FIVE, code.step::inputs);
        code.readRows(Part.SECOND, FOUR, code.step::inputs);
        code.dealTiles(NINE, WIDE, padLeft, NINE - WIDE - padLeft, NINE, d -> {
            code.store(0, code.step.inputs(d[0], d[2], d[4], d[6], d[8]));
            code.store(FIVE, code.step.inputs(d[1], d[3], d[5], d[7]));
        });
        return code.end();
    }

    /** {@code function(dy, scratch, m, parameters, list)}: the transpose of the output's transform. */
    static byte[] outputGradient() {
        StridedTileCode code = new StridedTileCode();
        code.begin();
        code.readRows(Part.FIRST, FOUR, code.step::gradients);
        code.dealTiles(FIVE, FOUR, 0, 0, FIVE, d -> code.store(0, code.step.gradients(d)));
        return code.end();
    }

    /** {@code function(m, scratch, y, parameters, list)}: the output's transform. */
    static byte[] output() {
        StridedTileCode code = new StridedTileCode();
        code.begin();
        code.collectTiles(FIVE, FOUR, code.step::outputs);
        code.writeRows(Part.FIRST, FIVE);
        return code.end();
    }

    /**
     * {@code function(dy, scratch, v, parameters, list)}: the transform of the output's gradient for that of the input.
     *
     * @param left whether a tile has a column of that to its left, or else to its right
     */
    static byte[] gradientInput(boolean left) {
        StridedTileCode code = new StridedTileCode();
        code.begin();
        code.readRows(Part.FIRST, FIVE, code.step::inputs);
        code.dealTiles(FIVE, FOUR, left ? 1 : 0, left ? 0 : 1, FIVE, d -> code.store(0, code.step.inputs(d)));
        return code.end();
    }

    /** {@code function(m, scratch, dx, parameters, list)}: the transform to the input's gradient. */
    static byte[] gradientOutput() {
        StridedTileCode code = new StridedTileCode();
        code.begin();
        code.collectTiles(NINE, WIDE, m -> {
            int[] odd = code.step.outputs(m[0], m[1], m[2], m[3], m[4]);
            int[] even = code.step.outputs(m[5], m[6], m[7], m[8]);
            return IntStream.range(0, WIDE).map(i -> (i % 2 == 0 ? even : odd)[i / 2]).toArray();
        });
        code.writeRows(Part.FIRST, FIVE);
        code.writeRows(Part.SECOND, FOUR);
        return code.end();
    }

    private void begin() {
        asm.enter(SAVED);
        asm.add(RSI, Assembler.VECTOR - 1);
        asm.and(RSI, -Assembler.VECTOR);
        for (int i = 0; i < MOST_FACTORS; i++) {
            asm.broadcast(FACTOR + i, Place.at(RCX, BYTES * (FACTORS + i)));
        }
        asm.load(FIRST_ORDER, Place.at(RCX, BYTES * ORDERS));
        asm.load(SECOND_ORDER, Place.at(RCX, BYTES * (ORDERS + VECTOR)));
    }

    private byte[] end() {
        asm.leave(SAVED);
        return asm.bytes();
    }

    private static Place plane(Register base, int plane) {
        return Place.at(base, BYTES * PLANE * plane);
    }

    /**
     * From rows of the image to planes.
     *
     * @param rows of a line
     * @param points makes a result for each plane
     */
    private void readRows(Part part, int rows, Function<int[], int[]> points) {
        lines(RDI, part, rows, () -> {
            int[] vectors = pool.take(rows);
            for (int row = 0; row < rows; row++) {
                asm.andMasks(CUT, 1 + row, PIECE);
                asm.load(vectors[row], ROWS.at(RAX, row), CUT);
            }
            int[] results = points.apply(vectors);
            for (int point = 0; point < results.length; point++) {
                asm.store(plane(RBX, point), results[point]);
            }
            pool.release(results);
        });
    }

    /** From planes to four rows of the image. */
    private void writeRows(Part part, int planes) {
        lines(RDX, part, FOUR, () -> {
            int[] vectors = pool.take(planes);
            for (int point = 0; point < planes; point++) {
                asm.load(vectors[point], plane(RBX, point));
            }
            int[] results = step.outputs(vectors);
            for (int row = 0; row < FOUR; row++) {
                asm.add(results[row], results[row], ADDED);
                asm.andMasks(CUT, 1 + row, PIECE);
                asm.store(ROWS.at(RAX, row), results[row], CUT);
            }
            pool.release(results);
        });
    }

    /** For each piece of each line: its first row at RAX, its place in the part's first plane at RBX, and the masks. */
    private void lines(Register image, Part part, int rows, Runnable piece) {
        asm.loadInt(R9, Place.at(RCX, BYTES * ROW_BYTES));
        ROWS.compute(asm);
        asm.loadInt(RBP, Place.at(R8, BYTES * LINES));
        asm.address(R12, plane(RSI, part.plane));
        asm.address(R13, Place.at(R8, BYTES * HEADER));
        Label line = new Label();
        asm.place(line);
        asm.loadInt(RAX, Place.at(R13, BYTES * part.place));
        asm.address(RAX, Place.at(image, RAX, BYTES));
        for (int row = 0; row < rows; row++) {
            asm.loadMask(1 + row, Place.at(R13, BYTES * part.masks + 2 * row));
        }
        asm.broadcast(ADDED, Place.at(R13, BYTES * 2));
        asm.move(RBX, R12);
        asm.loadInt(R14, Place.at(RCX, BYTES * PIECES));
        asm.address(R15, Place.at(RCX, BYTES * PIECE_MASKS));
        Label next = new Label();
        asm.place(next);
        asm.loadMask(PIECE, Place.at(R15, 0));
        piece.run();
        asm.add(RAX, Assembler.VECTOR);
        asm.add(RBX, Assembler.VECTOR);
        asm.add(R15, BYTES);
        asm.again(R14, next);
        asm.loadInt(RAX, Place.at(RCX, BYTES * LINE_BYTES));
        asm.add(R12, RAX);
        asm.add(R13, BYTES * LINE);
        asm.again(RBP, line);
    }

    /**
     * For each 16 tiles of each plane: their columns at RAX, their place in the first of the plane's matrices at RBX, what is known
     * of their neighbours at R15.
     *
     * @param tile columns of a tile in a plane
     * @param left columns that a tile has of those to its left
     * @param matrices of a plane
     */
    private void points(Register from, int planes, int tile, int left, int matrices, Runnable tiles) {
        asm.loadInt(RAX, Place.at(R8, BYTES * MATRICES));
        asm.address(R13, Place.at(from, RAX, BYTES));
        asm.loadInt(R9, Place.at(R8, BYTES * STRIDE));
        asm.add(R9, R9);
        asm.add(R9, R9);
        POINTS.compute(asm);
        asm.loadMask(LAST, Place.at(R8, BYTES * LAST_MASK));
        asm.move(RBP, (long) planes);
        asm.move(R12, RSI);
        Label plane = new Label();
        asm.place(plane);
        asm.move(RAX, R12);
        asm.move(RBX, R13);
        asm.address(R15, Place.at(RCX, BYTES * EDGES));
        asm.loadInt(R14, Place.at(R8, BYTES * BLOCKS));
        for (int i = 0; i < left; i++) {
            asm.zero(LEFT + i);
        }
        Label block = new Label();
        asm.place(block);
        tiles.run();
        asm.add(RAX, tile * Assembler.VECTOR);
        asm.add(RBX, Assembler.VECTOR);
        asm.add(R15, BYTES);
        asm.again(R14, block);
        asm.add(R12, BYTES * PLANE);
        asm.address(R13, matrices == NINE ? POINTS.at(R13, matrices - 1) : POINTS.at(R13, matrices));
        if (matrices == NINE) {
            asm.add(R13, R9);
        }
        asm.again(RBP, plane);
    }

    /**
     * From planes to matrices.
     *
     * @param left columns that a tile has of those to its left
     * @param right columns that it has of those to its right; fewer than none, if it does not need its own last ones
     * @param work stores what it makes of a tile's columns
     */
    private void dealTiles(int planes, int tile, int left, int right, int matrices, Consumer<int[]> work) {
        points(RDX, planes, tile, left, matrices, () -> {
            int[] own = columns.deal(RAX, tile);
            asm.loadMask(WITH_LEFT, Place.at(R15, 0));
            asm.loadMask(WITH_RIGHT, Place.at(R15, 2));
            int[] all = pool.take(left);
            all = IntStream.concat(IntStream.of(all), IntStream.of(own)).limit(left + tile + Math.min(0, right)).toArray();
            for (int i = 0; i < left; i++) {
                int column = own[tile - left + i];
                asm.window(all[i], column, LEFT + i, VECTOR - 1, WITH_LEFT);
                asm.copy(LEFT + i, column);
            }
            for (int i = right; i < 0; i++) {
                pool.release(own[tile + i]);
            }
            int[] others = pool.take(Math.max(0, right));
            for (int i = 0; i < others.length; i++) {
                asm.broadcast(others[i], Place.at(RAX, tile * Assembler.VECTOR + BYTES * i));
                asm.window(others[i], others[i], own[i], 1, WITH_RIGHT);
            }
            work.accept(IntStream.concat(IntStream.of(all), IntStream.of(others)).toArray());
        });
    }

    /** Stores results to the plane's matrices from one of them on. */
    private void store(int first, int[] results) {
        lastOrWhole(
                results.length,
                point -> asm.store(POINTS.at(RBX, first + point), results[point], LAST),
                point -> asm.store(POINTS.at(RBX, first + point), results[point]));
        pool.release(results);
    }

    /** From matrices to planes. */
    private void collectTiles(int planes, int tile, Function<int[], int[]> work) {
        int matrices = planes;
        points(RDI, planes, tile, 0, matrices, () -> {
            int[] vectors = pool.take(matrices);
            lastOrWhole(
                    matrices,
                    point -> asm.load(vectors[point], POINTS.at(RBX, point), LAST),
                    point -> asm.load(vectors[point], POINTS.at(RBX, point)));
            int[] results = columns.collect(work.apply(vectors));
            for (int i = 0; i < results.length; i++) {
                asm.store(Place.at(RAX, Assembler.VECTOR * i), results[i]);
            }
            pool.release(results);
        });
    }

    /** For each number one of two instructions: in the last block, which a mask cuts, or in those before, by the count in R14. */
    private void lastOrWhole(int count, IntConsumer last, IntConsumer whole) {
        LastTime.choose(
                asm, R14, () -> IntStream.range(0, count).forEach(last), () -> IntStream.range(0, count).forEach(whole));
    }
}
