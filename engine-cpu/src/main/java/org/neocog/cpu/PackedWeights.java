package org.neocog.cpu;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.neocog.cpu.DnnlScope.Layout;
import org.neocog.cpu.DnnlScope.Memory;
import org.neocog.graph.Node;
import org.neocog.graph.Variable;

/** The weights and biases of one kernel, made again when a variable has been written to. */
final class PackedWeights {
    private final DnnlScope scope;
    private final PackStore store;
    private final MemorySegment stream;
    private final DnnlType type;
    private final Map<Node, List<PackStore.Pack>> packs = new HashMap<>();
    private final List<PackStore.Pack> used = new ArrayList<>();
    private final Map<Node, MemorySegment> biases = new HashMap<>();
    private final Map<Node, Seen> seen = new HashMap<>();
    private MemorySegment plain = MemorySegment.NULL;

    /**
     * @param type what primitives compute with
     */
    PackedWeights(DnnlScope scope, PackStore store, DnnlType type) {
        this.scope = scope;
        this.store = store;
        this.stream = scope.stream();
        this.type = type;
    }

    private record Seen(Object buffer, long version, boolean nan) {
        boolean holds(CpuBuffer now) {
            return buffer == now.identity() && version == now.version();
        }
    }

    DnnlType type() {
        return type;
    }

    /**
     * Weights as a primitive wants them.
     *
     * @param dims of what they are in row-major order: filters, or groups and filters, come first
     * @param first the first of the filters
     */
    Memory of(Node variable, long[] dims, int first, Layout wanted) {
        PackStore.Pack pack = store.use(
                (Variable) variable.op(), Arrays.stream(dims).boxed().toList(), first, wanted);
        used.add(pack);
        packs.computeIfAbsent(variable, _ -> new ArrayList<>()).add(pack);
        return pack.memory();
    }

    /** A part of a bias, in f32. */
    Memory bias(Node variable, int first, int count) {
        MemorySegment all = biases.computeIfAbsent(
                variable, node -> scope.allocate((long) Float.BYTES * node.spec().elements()));
        return scope.memory(scope.dense(DnnlType.F32, count), all.asSlice((long) first * Float.BYTES));
    }

    /** To be called when all weights have been asked for. */
    void finish() {
        plain = scope.allocate((long) Float.BYTES * used.stream().mapToInt(PackStore.Pack::elements).max().orElse(0));
    }

    /** What to give back to the store when the kernel is not used any more. */
    List<PackStore.Pack> used() {
        return used;
    }

    /** Bytes of the weights, some of which other kernels may use too. */
    long bytes() {
        return used.stream().distinct().mapToLong(PackStore.Pack::bytes).sum();
    }

    /** Takes over what has been written to since the last time. */
    void refresh(Node variable, CpuBuffer buffer) {
        packs.getOrDefault(variable, List.of()).forEach(pack -> pack.refresh(buffer, plain, stream));
        if (seen.containsKey(variable) && seen.get(variable).holds(buffer)) {
            return;
        }
        if (biases.containsKey(variable)) {
            FusedValue.read(buffer.floats(), buffer.offset(), biases.get(variable), buffer.elements());
        }
        boolean nan = NotNumbers.any(buffer.floats(), buffer.offset(), buffer.elements());
        seen.put(variable, new Seen(buffer.identity(), buffer.version(), nan));
    }

    /** Whether a weight is no number. */
    boolean anyNaN() {
        for (Seen each : seen.values()) {
            if (each.nan()) {
                return true;
            }
        }
        return false;
    }
}
