package org.neocog.cpu;

import static org.neocog.cpu.Assembler.Condition.GREATER;

import org.neocog.cpu.Assembler.Label;
import org.neocog.cpu.Assembler.Register;

/** A choice of machine code in a loop, whose last vectors are cut by masks. */
final class LastTime {
    private LastTime() {}

    /**
     * Runs one of two pieces of code.
     *
     * @param count counts down to 1, the last time
     * @param last for the last time
     * @param before for the times before
     */
    static void choose(Assembler asm, Register count, Runnable last, Runnable before) {
        Label more = new Label();
        Label done = new Label();
        asm.compare(count, 1);
        asm.jump(GREATER, more);
        last.run();
        asm.jump(done);
        asm.place(more);
        before.run();
        asm.place(done);
    }
}
