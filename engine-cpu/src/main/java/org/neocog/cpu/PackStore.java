package org.neocog.cpu;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.neocog.cpu.DnnlScope.Layout;
import org.neocog.cpu.DnnlScope.Memory;
import org.neocog.graph.Variable;

/**
 * Weights in the layouts that primitives want. Kernels for several batch sizes of one network share them; one is given back
 * when no kernel uses it any more.
 */
final class PackStore implements AutoCloseable {
    private final DnnlScope scope;
    private final AtomicLong allocated;
    private final List<Pack> packs = new ArrayList<>();

    /**
     * @param scope whose engine the kernels use
     * @param allocated where bytes of native memory are counted
     */
    PackStore(DnnlScope scope, AtomicLong allocated) {
        this.scope = scope;
        this.allocated = allocated;
    }

    /** A part of a variable, the filters from {@code first} on. */
    static final class Pack {
        private final Variable variable;
        private final List<Long> dims;
        private final int first;
        private final Layout layout;
        private final DnnlScope scope;
        private final Memory memory;
        private int users;
        private Object buffer = List.of();
        private long version = -1;

        private Pack(Variable variable, List<Long> dims, int first, DnnlScope scope, Layout wanted) {
            this.variable = variable;
            this.dims = dims;
            this.first = first;
            this.scope = scope;
            this.layout = scope.copy(wanted);
            this.memory = scope.memory(layout, scope.allocate(scope.bytes(layout)));
        }

        Memory memory() {
            return memory;
        }

        long bytes() {
            return scope.allocated();
        }

        /** Elements of the part. */
        int elements() {
            return Math.toIntExact(dims.stream().reduce(1L, Math::multiplyExact));
        }

        /**
         * Takes over what has been written to the variable since the last time.
         *
         * @param plain memory for as many floats as the part has
         */
        void refresh(CpuBuffer from, MemorySegment plain, MemorySegment stream) {
            if (buffer == from.identity() && version == from.version()) {
                return;
            }
            int filter = from.elements() / variable.spec().shape().dim(0);
            FusedValue.read(from.floats(), from.offset() + first * filter, plain, elements());
            try (DnnlScope local = new DnnlScope(scope)) {
                Layout rows = local.dense(DnnlType.F32, dims.stream().mapToLong(Long::longValue).toArray());
                DnnlScope.Primitive reorder = local.reorder(rows, layout);
                DnnlScope.Arguments arguments = local.arguments(Map.of(
                        DnnlFunctions.SRC, local.memory(rows, plain), DnnlFunctions.DST, memory, DnnlFunctions.SCRATCHPAD,
                        local.memory(reorder.scratchpadLayout(), local.allocate(reorder.scratchpad()))));
                local.dnnl().execute(reorder.handle(), stream, arguments.count(), arguments.list());
            }
            buffer = from.identity();
            version = from.version();
        }
    }

    /**
     * @throws org.neocog.device.OutOfDeviceMemoryException if there is not enough memory
     */
    synchronized Pack use(Variable variable, List<Long> dims, int first, Layout wanted) {
        for (Pack pack : packs) {
            if (pack.variable.equals(variable) && pack.dims.equals(dims) && pack.first == first
                    && scope.equal(pack.layout, wanted)) {
                pack.users++;
                return pack;
            }
        }
        Pack made = pack(variable, dims, first, wanted);
        made.users = 1;
        packs.add(made);
        allocated.addAndGet(made.bytes());
        return made;
    }

    private Pack pack(Variable variable, List<Long> dims, int first, Layout wanted) {
        DnnlScope own = new DnnlScope(scope);
        try {
            return new Pack(variable, dims, first, own, wanted);
        } catch (RuntimeException | Error e) {
            own.close();
            throw e;
        }
    }

    synchronized void release(List<Pack> used) {
        for (Pack pack : used) {
            if (--pack.users == 0) {
                packs.remove(pack);
                allocated.addAndGet(-pack.bytes());
                pack.scope.close();
            }
        }
    }

    /** Gives back what kernels still use. */
    @Override
    public synchronized void close() {
        packs.forEach(pack -> {
            allocated.addAndGet(-pack.bytes());
            pack.scope.close();
        });
        packs.clear();
    }
}
