package org.neocog.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import jcuda.Pointer;

/**
 * A kernel's arguments in native memory, filled in once but for the addresses, so that a launch allocates nothing: eight
 * bytes for each argument, then the table of pointers to them that the driver asks for.
 */
final class ArgumentBlock {
    private static final long SLOT = 8;

    private final MemorySegment memory;
    private final Pointer table;

    ArgumentBlock(List<Argument> arguments) {
        int count = arguments.size();
        this.memory = Arena.ofAuto().allocate(2 * SLOT * count, SLOT);
        for (int i = 0; i < count; i++) {
            long at = i * SLOT;
            switch (arguments.get(i)) {
                case Argument.Address _ -> {}
                case Argument.Whole(int value) -> memory.set(ValueLayout.JAVA_INT, at, value);
                case Argument.Wide(long value) -> memory.set(ValueLayout.JAVA_LONG, at, value);
                case Argument.Real(float value) -> memory.set(ValueLayout.JAVA_FLOAT, at, value);
            }
            memory.set(ValueLayout.JAVA_LONG, (count + i) * SLOT, memory.address() + at);
        }
        this.table = Pointer.to(memory.asSlice(SLOT * count).asByteBuffer());
    }

    void address(int argument, long value) {
        memory.set(ValueLayout.JAVA_LONG, argument * SLOT, value);
    }

    /** What {@code cuLaunchKernel} takes. */
    Pointer table() {
        return table;
    }
}
