package org.neocog.cpu;

import java.util.List;
import java.util.Optional;
import org.neocog.cpu.DnnlScope.Arguments;

/**
 * One execution of a primitive, by one thread.
 *
 * @param arguments for each slot, since each thread has scratch memory of its own
 * @param part a stretch of channels that the primitive works on in dense memory; empty if it works in place
 */
record FusedTask(DnnlScope.Primitive primitive, List<Arguments> arguments, Optional<ChannelPart> part) {
    /**
     * @param dense for each slot, memory for the part
     * @param sum whether the result is added to what the value holds
     */
    record ChannelPart(FusedValue value, int image, int first, int count, List<java.lang.foreign.MemorySegment> dense, boolean sum) {}

    void run(DnnlFunctions dnnl, List<java.lang.foreign.MemorySegment> streams, int slot) {
        if (part.isPresent() && part.get().sum()) {
            ChannelPart p = part.get();
            p.value().copyChannels(p.image(), p.first(), p.count(), p.dense().get(slot), true);
        }
        Arguments own = arguments.get(slot);
        dnnl.execute(primitive.handle(), streams.get(slot), own.count(), own.list());
        if (part.isPresent()) {
            ChannelPart p = part.get();
            p.value().copyChannels(p.image(), p.first(), p.count(), p.dense().get(slot), false);
        }
    }
}
