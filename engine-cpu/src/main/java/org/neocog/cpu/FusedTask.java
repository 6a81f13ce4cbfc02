package org.neocog.cpu;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.neocog.cpu.DnnlScope.Arguments;
import org.neocog.cpu.DnnlScope.Layout;
import org.neocog.cpu.DnnlScope.Memory;

/**
 * One execution of a primitive, by one thread.
 *
 * @param memories its arguments, by oneDNN's numbers, but for what each thread has of its own
 * @param part a stretch of channels that the primitive works out in dense memory; empty if it writes to where the value lies
 */
record FusedTask(DnnlScope.Primitive primitive, Map<Integer, Memory> memories, Optional<ChannelPart> part) {
    /**
     * @param layout of the dense memory
     * @param bytes of the dense memory
     * @param sum whether the result is added to what the value holds
     */
    record ChannelPart(FusedValue value, int image, int first, int count, Layout layout, long bytes, boolean sum) {}

    /** What a thread has of its own: a stream, scratch memory of primitives, dense memory for parts. */
    record Slot(MemorySegment stream, MemorySegment scratchpad, MemorySegment dense) {}

    /** A task that can run, with arguments for each slot. */
    record Bound(FusedTask task, List<Slot> slots, List<Arguments> arguments) {
        void run(DnnlFunctions dnnl, int slot) {
            Slot own = slots.get(slot);
            if (task.part.isPresent() && task.part.get().sum()) {
                task.part.get().value().copyChannels(task.part.get(), own.dense(), true);
            }
            Arguments list = arguments.get(slot);
            dnnl.execute(task.primitive.handle(), own.stream(), list.count(), list.list());
            if (task.part.isPresent()) {
                task.part.get().value().copyChannels(task.part.get(), own.dense(), false);
            }
        }
    }

    long denseBytes() {
        return part.map(ChannelPart::bytes).orElse(0L);
    }

    Bound bind(DnnlScope scope, List<Slot> slots) {
        List<Arguments> arguments = new ArrayList<>();
        for (Slot slot : slots) {
            Map<Integer, Memory> all = new HashMap<>(memories);
            all.put(DnnlFunctions.SCRATCHPAD, scope.memory(primitive.scratchpadLayout(), slot.scratchpad()));
            part.ifPresent(channels -> all.put(DnnlFunctions.DST, scope.memory(channels.layout(), slot.dense())));
            arguments.add(scope.arguments(all));
        }
        return new Bound(this, slots, arguments);
    }
}
