package org.neocog.cpu;

import static org.neocog.cpu.Assembler.Condition.AT_MOST;
import static org.neocog.cpu.Assembler.Condition.LESS;
import static org.neocog.cpu.Assembler.Condition.NOT_EQUAL;
import static org.neocog.cpu.Assembler.Register.*;

import org.neocog.cpu.Assembler.Label;
import org.neocog.cpu.Assembler.Place;
import org.neocog.cpu.Assembler.Register;

/**
 * Machine code for products of small matrices, see {@link SmallGemm}. The result is computed in tiles of 8 rows and 3 vectors of
 * columns, which stay in registers for all terms: 24 multiply-adds for 3 loads of B and 8 of A, as many as a core of 2 or more
 * loads and one multiply-add a clock needs.
 */
final class GemmCode {
    // Where the parameters, ints, are; strides in bytes.
    static final int TERMS = 0;
    static final int ROW_OF_A = 1;
    static final int TERM_OF_A = 2;
    static final int ROW_OF_B = 3;
    static final int ROW_OF_C = 4;
    static final int ROWS = 5;
    static final int PANELS = 6;
    /** 1 if there is a panel of two vectors before the last, since one with a single vector is slow. */
    static final int NARROW_PANELS = 7;
    static final int LAST_VECTORS = 8;
    static final int LAST_MASK = 9;
    static final int ADD = 10;
    /** Products, and bytes from the matrices of one to those of the next. */
    static final int PRODUCTS = 11;
    static final int STEP_OF_A = 12;
    static final int STEP_OF_B = 13;
    static final int STEP_OF_C = 14;
    static final int PARAMETERS = 15;

    /** Rows and vectors of a tile. */
    private static final int TILE_ROWS = 8;
    static final int TILE_VECTORS = 3;

    private static final int BYTES = 4;
    private static final int SUMS = 8;
    private static final int FACTOR = 3;
    private static final RowPlaces ROWS_OF_A = new RowPlaces(R9, R10, R11, R12);
    private static final Register[] SAVED = {RBX, RBP, R12, R13, R14, R15};
    // On the stack.
    private static final Place A = Place.at(RSP, 0);
    private static final Place B = Place.at(RSP, 8);
    private static final Place C = Place.at(RSP, 16);
    private static final Place ROWS_LEFT = Place.at(RSP, 24);
    private static final Place PANELS_LEFT = Place.at(RSP, 32);
    private static final Place PRODUCTS_LEFT = Place.at(RSP, 40);
    private static final int ON_STACK = 48;

    private final Assembler asm = new Assembler();

    private GemmCode() {}

    /** {@code function(a, b, c, parameters, _)}. */
    static byte[] product() {
        GemmCode code = new GemmCode();
        code.begin();
        code.products();
        return code.end();
    }

    private static Place parameter(int number) {
        return Place.at(RCX, BYTES * number);
    }

    private void begin() {
        asm.enter(SAVED);
        asm.add(RSP, -ON_STACK);
        asm.store(A, RDI);
        asm.store(B, RSI);
        asm.store(C, RDX);
        asm.loadInt(R9, parameter(ROW_OF_A));
        ROWS_OF_A.compute(asm);
        asm.loadInt(R13, parameter(TERM_OF_A));
        asm.loadInt(R14, parameter(ROW_OF_B));
        asm.loadInt(R15, parameter(ROW_OF_C));
        asm.loadMask(1, parameter(LAST_MASK));
    }

    private byte[] end() {
        asm.add(RSP, ON_STACK);
        asm.leave(SAVED);
        return asm.bytes();
    }

    private void products() {
        Label product = new Label();
        asm.loadInt(RAX, parameter(PRODUCTS));
        asm.place(product);
        asm.store(PRODUCTS_LEFT, RAX);
        asm.load(RSI, B);
        asm.load(RDX, C);
        panels();
        step(A, STEP_OF_A);
        step(B, STEP_OF_B);
        step(C, STEP_OF_C);
        asm.load(RAX, PRODUCTS_LEFT);
        asm.again(RAX, product);
    }

    private void step(Place matrix, int bytes) {
        asm.load(RAX, matrix);
        asm.loadInt(RBX, parameter(bytes));
        asm.add(RAX, RBX);
        asm.store(matrix, RAX);
    }

    private void panels() {
        Label narrow = new Label();
        Label last = new Label();
        Label panel = new Label();
        asm.loadInt(RAX, parameter(PANELS));
        asm.compare(RAX, 0);
        asm.jump(AT_MOST, narrow);
        asm.place(panel);
        asm.store(PANELS_LEFT, RAX);
        panel(TILE_VECTORS, false);
        asm.add(RSI, TILE_VECTORS * Assembler.VECTOR);
        asm.add(RDX, TILE_VECTORS * Assembler.VECTOR);
        asm.load(RAX, PANELS_LEFT);
        asm.again(RAX, panel);
        asm.place(narrow);
        asm.loadInt(RAX, parameter(NARROW_PANELS));
        asm.compare(RAX, 0);
        asm.jump(AT_MOST, last);
        panel(TILE_VECTORS - 1, false);
        asm.add(RSI, (TILE_VECTORS - 1) * Assembler.VECTOR);
        asm.add(RDX, (TILE_VECTORS - 1) * Assembler.VECTOR);
        asm.place(last);
        for (int vectors = 1; vectors <= TILE_VECTORS; vectors++) {
            Label other = new Label();
            asm.loadInt(RAX, parameter(LAST_VECTORS));
            asm.compare(RAX, vectors);
            asm.jump(NOT_EQUAL, other);
            panel(vectors, true);
            asm.place(other);
        }
    }

    /** Some columns of all rows. */
    private void panel(int vectors, boolean masked) {
        asm.load(RDI, A);
        asm.move(R8, RDX);
        asm.loadInt(RAX, parameter(ROWS));
        asm.store(ROWS_LEFT, RAX);
        Label rows = new Label();
        Label fewer = new Label();
        Label done = new Label();
        asm.place(rows);
        asm.compare(RAX, TILE_ROWS);
        asm.jump(LESS, fewer);
        tile(TILE_ROWS, vectors, masked);
        asm.address(RDI, Place.at(RDI, R9, 8));
        asm.load(RAX, ROWS_LEFT);
        asm.add(RAX, -TILE_ROWS);
        asm.store(ROWS_LEFT, RAX);
        asm.jump(rows);
        asm.place(fewer);
        for (int left = 1; left < TILE_ROWS; left++) {
            Label other = new Label();
            asm.compare(RAX, left);
            asm.jump(NOT_EQUAL, other);
            tile(left, vectors, masked);
            asm.jump(done);
            asm.place(other);
        }
        asm.place(done);
    }

    /** A tile of the result, from A at RDI and B at RSI; leaves R8 behind the tile's rows. */
    private void tile(int rows, int vectors, boolean masked) {
        for (int sum = 0; sum < rows * vectors; sum++) {
            asm.zero(SUMS + sum);
        }
        asm.move(RAX, RDI);
        asm.move(RBX, RSI);
        asm.loadInt(RBP, parameter(TERMS));
        Label term = new Label();
        asm.place(term);
        for (int v = 0; v < vectors; v++) {
            load(v, Place.at(RBX, Assembler.VECTOR * v), masked && v == vectors - 1);
        }
        if (rows == TILE_ROWS) {
            for (int v = 0; v < vectors; v++) {
                asm.prefetch(1, new Place(RBX, R14, 8, Assembler.VECTOR * v));
            }
        }
        for (int row = 0; row < rows; row++) {
            asm.broadcast(FACTOR, ROWS_OF_A.at(RAX, row));
            for (int v = 0; v < vectors; v++) {
                asm.multiplyAdd(SUMS + row * vectors + v, FACTOR, v);
            }
        }
        asm.add(RAX, R13);
        asm.add(RBX, R14);
        asm.again(RBP, term);
        result(rows, vectors, masked);
    }

    private void load(int to, Place from, boolean masked) {
        if (masked) {
            asm.load(to, from, 1);
        } else {
            asm.load(to, from);
        }
    }

    private void result(int rows, int vectors, boolean masked) {
        Label add = new Label();
        Label done = new Label();
        asm.loadInt(RAX, parameter(ADD));
        asm.compare(RAX, 0);
        asm.jump(NOT_EQUAL, add);
        store(rows, vectors, masked, false);
        asm.jump(done);
        asm.place(add);
        store(rows, vectors, masked, true);
        asm.place(done);
    }

    private void store(int rows, int vectors, boolean masked, boolean add) {
        for (int row = 0; row < rows; row++) {
            for (int v = 0; v < vectors; v++) {
                Place place = Place.at(R8, Assembler.VECTOR * v);
                int sum = SUMS + row * vectors + v;
                boolean cut = masked && v == vectors - 1;
                if (add) {
                    load(v, place, cut);
                    asm.add(sum, sum, v);
                }
                if (cut) {
                    asm.store(place, sum, 1);
                } else {
                    asm.store(place, sum);
                }
            }
            asm.add(R8, R15);
        }
    }
}
