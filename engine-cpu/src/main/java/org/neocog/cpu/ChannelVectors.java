package org.neocog.cpu;

import java.lang.foreign.MemorySegment;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * Functions of {@code N x C x inner} with factors for each channel, in machine code, see {@link ChannelCode}. The results are
 * those of the loops in Java, bit by bit.
 */
final class ChannelVectors {
    private final Map<ChannelFunction, MemorySegment> functions;

    private ChannelVectors(Map<ChannelFunction, MemorySegment> functions) {
        this.functions = functions;
    }

    /** @throws UnsupportedOperationException if the system does not let this process have machine code of its own */
    static ChannelVectors make() {
        Map<ChannelFunction, MemorySegment> all = new EnumMap<>(ChannelFunction.class);
        for (ChannelFunction function : ChannelFunction.values()) {
            all.put(function, MachineCode.function(ChannelCode.of(function)));
        }
        return new ChannelVectors(all);
    }

    /** Parameters for planes of that many elements, in arrays of some number of channels. */
    static int[] parameters(int inner, int channels) {
        int[] p = new int[ChannelCode.PARAMETERS];
        int last = inner % ChannelCode.STEP;
        p[ChannelCode.TURNS] = inner / ChannelCode.TURN;
        p[ChannelCode.STEPS] = inner % ChannelCode.TURN / ChannelCode.STEP;
        p[ChannelCode.LAST_BYTES] = Float.BYTES * last;
        p[ChannelCode.LAST_MASK] = (1 << last) - 1;
        p[ChannelCode.CHANNELS] = channels;
        p[ChannelCode.FACTOR_BYTES] = Math.multiplyExact(Float.BYTES, channels);
        return p;
    }

    /** An array and where its first element is. */
    record Place(float[] floats, int offset) {
        static Place of(CpuBuffer buffer) {
            return new Place(buffer.floats(), buffer.offset());
        }

        private MemorySegment from(int at) {
            return MachineCode.from(floats, offset + at);
        }

        private void check(int at, int elements) {
            Objects.checkFromIndexSize(offset + at, elements, floats.length);
        }
    }

    /**
     * Computes some planes.
     *
     * @param first the number of the first one, counted through all images
     * @param dy may be x where the function has no use for it
     * @param y may be x or dy
     * @param factors the first of each channel, then the second of each, and so on
     * @param parameters of the calling thread, made for these sizes
     */
    void run(
            ChannelFunction function, int inner, int first, int planes, Place x, Place dy, Place y, Place factors,
            int[] parameters) {
        int at = first * inner;
        int channels = parameters[ChannelCode.CHANNELS];
        x.check(at, planes * inner);
        dy.check(at, planes * inner);
        y.check(at, planes * inner);
        factors.check(0, function.factors() * channels);
        int channel = first % channels;
        parameters[ChannelCode.PLANES] = planes;
        parameters[ChannelCode.CHANNELS_LEFT] = channels - channel;
        MachineCode.call(
                functions.get(function), x.from(at), dy.from(at), y.from(at), MemorySegment.ofArray(parameters),
                factors.from(channel));
    }
}
