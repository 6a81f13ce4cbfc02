package org.neocog.cpu;

import static org.neocog.cpu.Assembler.Condition.AT_MOST;
import static org.neocog.cpu.Assembler.Register.*;
import static org.neocog.cpu.RowLanes.BYTES;

import org.neocog.cpu.Assembler.Label;
import org.neocog.cpu.Assembler.Place;

/**
 * Machine code for the transforms of images of Winograd's F(4, r) along the rows, see {@link RowWinogradVectors} and
 * {@link RowLanes}. For the output, tiles are put together to rows in scratch, and these copied.
 */
final class RowWinogradCode {
    private final Assembler asm = new Assembler();
    private final RowLanes lanes;
    private final RowWinogradStep step;

    private RowWinogradCode(WinogradPoints points) {
        this.lanes = new RowLanes(asm, points);
        this.step = new RowWinogradStep(asm, points, RowLanes.FACTOR);
    }

    /** {@code function(x, _, v, parameters, list)}: the input's transform; items are rows of a channel, lanes tiles of all images. */
    static byte[] input(WinogradPoints points) {
        RowWinogradCode code = new RowWinogradCode(points);
        return code.lanes.items(false, () -> code.input(true));
    }

    /** The same where items are tiles and lanes are rows of all channels, which gives the transposed matrices. */
    static byte[] transposedInput(WinogradPoints points) {
        RowWinogradCode code = new RowWinogradCode(points);
        // Tiles next to each other are made of the same rows of 16 channels, which stay in the level-1 cache.
        return code.lanes.vectors(false, () -> code.input(false));
    }

    private void input(boolean masks) {
        lanes.loadHalves(masks);
        lanes.store(step.inputs());
    }

    /** {@code function(dy, _, m, parameters, list)}: the transpose of the output's transform; items are channels. */
    static byte[] outputGradient(WinogradPoints points) {
        RowWinogradCode code = new RowWinogradCode(points);
        return code.lanes.items(false, () -> {
            code.lanes.loadQuarters();
            code.lanes.store(code.step.gradients());
        });
    }

    /**
     * {@code function(m, scratch, y, parameters, list)}: the output's transform of a row of some channels, first to scratch, 4
     * floats of each column, then to all images.
     */
    static byte[] output(WinogradPoints points) {
        RowWinogradCode code = new RowWinogradCode(points);
        code.asm.enter(RowLanes.SAVED);
        code.lanes.begin(RDI, true);
        code.asm.add(RSI, Assembler.VECTOR - 1);
        code.asm.and(RSI, -Assembler.VECTOR);
        code.collectTiles();
        code.writeLines();
        code.asm.leave(RowLanes.SAVED);
        return code.asm.bytes();
    }

    /** From the matrices to scratch. */
    private void collectTiles() {
        asm.move(RAX, RSI);
        asm.loadInt(R14, RowLanes.parameter(RowLanes.VECTORS));
        Label vector = new Label();
        asm.place(vector);
        lanes.load(RDI, 0);
        int[] all = WinogradCode.collect(
                asm, step.outputs(), RowLanes.LOADED, RowLanes.FIRST_ORDER, RowLanes.SECOND_ORDER);
        for (int i = 0; i < all.length; i++) {
            asm.store(Place.at(RAX, Assembler.VECTOR * i), all[i]);
        }
        asm.add(RDI, Assembler.VECTOR);
        asm.add(RAX, 4 * Assembler.VECTOR);
        asm.again(R14, vector);
    }

    /** From scratch to the images, with what is added to each channel. */
    private void writeLines() {
        asm.loadMask(1, Place.at(RCX, BYTES * RowLanes.PIECE_MASK));
        asm.loadInt(R9, Place.at(RCX, BYTES * RowLanes.LINE_BYTES));
        asm.loadInt(R10, Place.at(RCX, BYTES * RowLanes.IMAGE_FLOATS));
        asm.loadInt(RBP, RowLanes.parameter(RowLanes.COUNT));
        asm.address(R13, RowLanes.parameter(RowLanes.HEADER));
        Label channel = new Label();
        asm.place(channel);
        asm.loadInt(RAX, Place.at(R13, 0));
        asm.address(RBX, Place.at(RDX, RAX, BYTES));
        asm.broadcast(1, Place.at(R13, BYTES));
        asm.loadInt(R14, RowLanes.parameter(RowLanes.IMAGES));
        Label image = new Label();
        asm.place(image);
        writeLine();
        asm.add(RSI, R9);
        asm.address(RBX, Place.at(RBX, R10, BYTES));
        asm.again(R14, image);
        asm.add(R13, BYTES * RowLanes.ITEM);
        asm.again(RBP, channel);
    }

    /** A line at RSI to RBX, in pieces of a vector, of which the last is cut. */
    private void writeLine() {
        Label last = new Label();
        Label piece = new Label();
        asm.move(R11, RBX);
        asm.move(R12, RSI);
        asm.loadInt(R15, Place.at(RCX, BYTES * RowLanes.WHOLE_PIECES));
        asm.compare(R15, 0);
        asm.jump(AT_MOST, last);
        asm.place(piece);
        asm.load(0, Place.at(R12, 0));
        asm.add(0, 0, 1);
        asm.store(Place.at(R11, 0), 0);
        asm.add(R11, Assembler.VECTOR);
        asm.add(R12, Assembler.VECTOR);
        asm.again(R15, piece);
        asm.place(last);
        asm.load(0, Place.at(R12, 0));
        asm.add(0, 0, 1);
        asm.store(Place.at(R11, 0), 0, 1);
    }
}
