package org.neocog.cpu;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The functions of {@link DirectCode}, each made when a kernel first wants it and kept for all. */
final class DirectFunctions {
    private record Key(int filters, int taps) {}

    private final Map<Integer, MemorySegment> forward = new ConcurrentHashMap<>();
    private final Map<Key, MemorySegment> gradient = new ConcurrentHashMap<>();

    MemorySegment forward(int filters) {
        return forward.computeIfAbsent(filters, k -> MachineCode.function(DirectCode.forward(k)));
    }

    MemorySegment gradient(int filters, int taps) {
        return gradient.computeIfAbsent(
                new Key(filters, taps), key -> MachineCode.function(DirectCode.gradient(key.filters, key.taps)));
    }
}
