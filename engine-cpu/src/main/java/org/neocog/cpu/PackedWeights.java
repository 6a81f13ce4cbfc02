package org.neocog.cpu;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.neocog.cpu.DnnlScope.Layout;
import org.neocog.cpu.DnnlScope.Memory;
import org.neocog.graph.Node;

/**
 * Weights in the layouts that primitives want, made again when a variable has been written to. Filters may be dealt out to
 * several primitives, each with its own.
 */
final class PackedWeights {
    private final DnnlScope scope;
    private final MemorySegment stream;
    private final int type;
    private final Map<Node, List<Pack>> packs = new HashMap<>();
    private final Map<Node, MemorySegment> biases = new HashMap<>();
    private final Map<Node, Seen> seen = new HashMap<>();
    private final Map<Node, Boolean> nan = new HashMap<>();
    private MemorySegment plain = MemorySegment.NULL;

    /**
     * @param type what primitives compute with, as oneDNN numbers it
     */
    PackedWeights(DnnlScope scope, int type) {
        this.scope = scope;
        this.stream = scope.stream();
        this.type = type;
    }

    private record Pack(long[] dims, int first, Layout layout, Memory memory) {}

    private record Seen(Object buffer, long version) {}

    int type() {
        return type;
    }

    /**
     * Weights as a primitive wants them.
     *
     * @param dims of what they are in row-major order: filters, or groups and filters, come first
     * @param first the first of the filters
     */
    Memory of(Node variable, long[] dims, int first, Layout wanted) {
        List<Pack> known = packs.computeIfAbsent(variable, _ -> new ArrayList<>());
        for (Pack pack : known) {
            if (pack.first() == first && java.util.Arrays.equals(pack.dims(), dims) && scope.equal(pack.layout(), wanted)) {
                return pack.memory();
            }
        }
        Memory memory = scope.memory(wanted, scope.allocate(scope.bytes(wanted)));
        known.add(new Pack(dims, first, wanted, memory));
        return memory;
    }

    /** To be called when all weights have been asked for. */
    void finish() {
        plain = scope.allocate(packs.keySet().stream().mapToLong(node -> node.spec().bytes()).max().orElse(0));
    }

    /** A part of a bias, in f32. */
    Memory bias(Node variable, int first, int count) {
        MemorySegment all = biases.computeIfAbsent(
                variable, node -> scope.allocate((long) Float.BYTES * node.spec().elements()));
        return scope.memory(scope.dense(DnnlFunctions.F32, count), all.asSlice((long) first * Float.BYTES));
    }

    /** Takes over what has been written to since the last time. */
    void refresh(Node variable, CpuBuffer buffer) {
        Seen now = new Seen(buffer.identity(), buffer.version());
        if (now.equals(seen.get(variable))) {
            return;
        }
        if (biases.containsKey(variable)) {
            FusedValue.read(buffer.floats(), buffer.offset(), biases.get(variable), buffer.elements());
        }
        if (packs.containsKey(variable)) {
            pack(variable, buffer);
        }
        nan.put(variable, NotNumbers.any(buffer.floats(), buffer.offset(), buffer.elements()));
        seen.put(variable, now);
    }

    /** Whether a weight is no number. */
    boolean anyNaN() {
        return nan.containsValue(true);
    }

    private void pack(Node variable, CpuBuffer buffer) {
        FusedValue.read(buffer.floats(), buffer.offset(), plain, buffer.elements());
        try (DnnlScope local = new DnnlScope(scope)) {
            for (Pack pack : packs.get(variable)) {
                long filter = Float.BYTES * (long) buffer.elements() / variable.shape().dim(0);
                Layout from = local.dense(DnnlFunctions.F32, pack.dims());
                DnnlScope.Primitive reorder = local.reorder(from, pack.layout());
                Memory source = local.memory(from, plain.asSlice(pack.first() * filter));
                DnnlScope.Arguments arguments = local.arguments(Map.of(
                        DnnlFunctions.SRC, source, DnnlFunctions.DST, pack.memory(), DnnlFunctions.SCRATCHPAD,
                        local.memory(reorder.scratchpadLayout(), local.allocate(reorder.scratchpad()))));
                scope.dnnl().execute(reorder.handle(), stream, arguments.count(), arguments.list());
            }
        }
    }
}
