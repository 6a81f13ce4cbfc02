package org.neocog.cpu;

import java.lang.foreign.MemorySegment;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** The optimizers' updates in machine code, see {@link UpdateCode}, with the bits of the loops in Java. */
final class UpdateVectors {
    private static final int VECTOR = 16;

    private final Map<UpdateFunction, MemorySegment> functions;

    private UpdateVectors(Map<UpdateFunction, MemorySegment> functions) {
        this.functions = functions;
    }

    /** @throws UnsupportedOperationException if the system does not let this process have machine code of its own */
    static UpdateVectors make() {
        Map<UpdateFunction, MemorySegment> all = new EnumMap<>(UpdateFunction.class);
        for (UpdateFunction function : UpdateFunction.values()) {
            all.put(function, MachineCode.function(UpdateCode.of(function)));
        }
        return new UpdateVectors(all);
    }

    /**
     * Updates n elements from number {@code from} on.
     *
     * @param arrays w, g and the slots
     * @param list scratch of the calling thread
     */
    void run(UpdateFunction function, CpuBuffer[] arrays, float[] numbers, int from, int n, int[] list) {
        Objects.checkIndex(function.slots() + 1, arrays.length);
        Objects.checkIndex(function.numbers() - 1, numbers.length);
        for (CpuBuffer array : arrays) {
            Objects.checkFromIndexSize(from, n, array.elements());
        }
        list[UpdateCode.VECTORS] = n / VECTOR;
        list[UpdateCode.LAST_MASK] = (1 << n % VECTOR) - 1;
        for (int i = 0; i < function.numbers(); i++) {
            list[UpdateCode.NUMBERS + i] = Float.floatToRawIntBits(numbers[i]);
        }
        MachineCode.call(
                functions.get(function), at(arrays[0], from), at(arrays[1], from),
                at(arrays[Math.min(2, arrays.length - 1)], from), MemorySegment.ofArray(list),
                at(arrays[arrays.length - 1], from));
    }

    private static MemorySegment at(CpuBuffer buffer, int from) {
        return MachineCode.from(buffer.floats(), buffer.offset() + from);
    }
}
