package org.neocog.cpu;

import static org.neocog.cpu.Assembler.Condition.AT_MOST;
import static org.neocog.cpu.Assembler.Register.*;

import org.neocog.cpu.Assembler.Label;
import org.neocog.cpu.Assembler.Place;
import org.neocog.cpu.Assembler.Register;

/**
 * Machine code that transposes up to 16 rows, in blocks of 16×16 that are loaded, exchanged within and between quarters of
 * vectors, and stored.
 */
final class TransposeCode {
    // Where the parameters, ints, are; strides in bytes.
    static final int ROW_OF_SOURCE = 0;
    static final int ROW_OF_RESULT = 1;
    static final int COLUMNS = 2;
    static final int MASK = 3;
    /** Matrices, and bytes from one to the next. */
    static final int MATRICES = 4;
    static final int STEP_OF_SOURCE = 5;
    static final int STEP_OF_RESULT = 6;

    private static final int SIDE = 16;
    private static final RowPlaces ROWS = new RowPlaces(R9, R10, R11, R12);
    private static final Register[] SAVED = {RBX, RBP, R12, R13, R14};

    private TransposeCode() {}

    /**
     * {@code function(source, _, result, parameters, _)}. Whole vectors of 16 rows are read, whatever is there.
     */
    static byte[] transpose() {
        Assembler asm = new Assembler();
        asm.enter(SAVED);
        asm.loadInt(R9, Place.at(RCX, 4 * ROW_OF_SOURCE));
        ROWS.compute(asm);
        asm.loadInt(RAX, Place.at(RCX, 4 * ROW_OF_RESULT));
        asm.loadMask(1, Place.at(RCX, 4 * MASK));
        asm.loadInt(RBP, Place.at(RCX, 4 * MATRICES));
        asm.move(R13, RDI);
        asm.move(R14, RDX);
        Label matrix = new Label();
        asm.place(matrix);
        asm.move(RDI, R13);
        asm.move(RDX, R14);
        asm.loadInt(R8, Place.at(RCX, 4 * COLUMNS));
        Label block = new Label();
        Label done = new Label();
        asm.place(block);
        asm.address(RBX, Place.at(RDI, R9, 8));
        for (int row = 0; row < SIDE; row++) {
            asm.load(row, ROWS.at(row < 8 ? RDI : RBX, row % 8));
        }
        exchange(asm);
        for (int column = 0; column < SIDE; column++) {
            asm.store(Place.at(RDX, 0), column, 1);
            asm.add(RDX, RAX);
            asm.add(R8, -1);
            asm.jump(AT_MOST, done);
        }
        asm.add(RDI, Assembler.VECTOR);
        asm.jump(block);
        asm.place(done);
        asm.loadInt(RBX, Place.at(RCX, 4 * STEP_OF_SOURCE));
        asm.add(R13, RBX);
        asm.loadInt(RBX, Place.at(RCX, 4 * STEP_OF_RESULT));
        asm.add(R14, RBX);
        asm.again(RBP, matrix);
        asm.leave(SAVED);
        return asm.bytes();
    }

    /** Rows in vectors 0 to 15 become columns there. */
    private static void exchange(Assembler asm) {
        // Each quarter of vectors 16 + 4 g + j becomes column 4 quarter + j of rows 4 g to 4 g + 3.
        for (int i = 0; i < SIDE; i += 2) {
            asm.lowPairs(16 + i, i, i + 1);
            asm.highPairs(17 + i, i, i + 1);
        }
        for (int g = 0; g < SIDE; g += 4) {
            asm.lowHalves(g, 16 + g, 18 + g);
            asm.highHalves(g + 1, 16 + g, 18 + g);
            asm.lowHalves(g + 2, 17 + g, 19 + g);
            asm.highHalves(g + 3, 17 + g, 19 + g);
        }
        // Then quarters 0 and 2, or 1 and 3, of two groups of rows; then of four.
        for (int j = 0; j < 4; j++) {
            asm.quarters(16 + j, j, 4 + j, 0x88);
            asm.quarters(20 + j, j, 4 + j, 0xdd);
            asm.quarters(24 + j, 8 + j, 12 + j, 0x88);
            asm.quarters(28 + j, 8 + j, 12 + j, 0xdd);
        }
        for (int j = 0; j < 4; j++) {
            asm.quarters(j, 16 + j, 24 + j, 0x88);
            asm.quarters(4 + j, 20 + j, 28 + j, 0x88);
            asm.quarters(8 + j, 16 + j, 24 + j, 0xdd);
            asm.quarters(12 + j, 20 + j, 28 + j, 0xdd);
        }
    }
}
