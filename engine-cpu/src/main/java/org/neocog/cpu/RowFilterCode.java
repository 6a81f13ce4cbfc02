package org.neocog.cpu;

import static org.neocog.cpu.Assembler.Condition.LESS;
import static org.neocog.cpu.Assembler.Register.*;

import org.neocog.cpu.Assembler.Label;

/**
 * Machine code for the filters' side of Winograd's F(4, r) along the rows, see {@link RowFilterVectors} and {@link RowLanes}: items
 * are the rows of a filter, lanes its channels.
 */
final class RowFilterCode {
    private final Assembler asm = new Assembler();
    private final WinogradPoints points;
    private final RowLanes lanes;
    private final RowFilterStep step;

    private RowFilterCode(WinogradPoints points) {
        this.points = points;
        this.lanes = new RowLanes(asm, points);
        this.step = new RowFilterStep(asm, points, RowLanes.FACTOR);
    }

    /** {@code function(w, _, u, parameters, list)}: from filters to matrices. */
    static byte[] transform(WinogradPoints points, boolean turned) {
        RowFilterCode code = new RowFilterCode(points);
        return code.lanes.items(false, () -> {
            code.lanes.loadHalves(true);
            code.lanes.store(code.step.points(turned));
        });
    }

    /** {@code function(dw, _, u, parameters, list)}: from the sum of several sets of matrices to filters' gradients. */
    static byte[] gradient(WinogradPoints points) {
        RowFilterCode code = new RowFilterCode(points);
        return code.lanes.items(true, () -> {
            code.sum();
            code.step.taps();
            code.lanes.storeHalves();
        });
    }

    /** The sums at R13 of all sets. */
    private void sum() {
        Label more = new Label();
        Label done = new Label();
        lanes.load(R13, 0);
        asm.push(R13);
        asm.push(RDX);
        asm.loadInt(RAX, RowLanes.parameter(RowLanes.MORE_SUMS));
        asm.loadInt(RDX, RowLanes.parameter(RowLanes.SUM_STEP));
        asm.place(more);
        asm.add(RAX, -1);
        asm.jump(LESS, done);
        asm.add(R13, RDX);
        lanes.load(R13, RowLanes.LOADED);
        for (int point = 0; point < points.count(); point++) {
            asm.add(point, point, RowLanes.LOADED + point);
        }
        asm.jump(more);
        asm.place(done);
        asm.pop(RDX);
        asm.pop(R13);
    }
}
