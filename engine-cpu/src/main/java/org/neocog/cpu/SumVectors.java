package org.neocog.cpu;

import java.lang.foreign.MemorySegment;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** Sums over planes in machine code, see {@link SumCode}. */
final class SumVectors {
    private final Map<SumFunction, MemorySegment> functions;

    private SumVectors(Map<SumFunction, MemorySegment> functions) {
        this.functions = functions;
    }

    /** @throws UnsupportedOperationException if the system does not let this process have machine code of its own */
    static SumVectors make() {
        Map<SumFunction, MemorySegment> all = new EnumMap<>(SumFunction.class);
        for (SumFunction function : SumFunction.values()) {
            all.put(function, MachineCode.function(SumCode.of(function)));
        }
        return new SumVectors(all);
    }

    /** Parameters for planes of that many elements, in arrays of some number of channels. */
    static int[] parameters(int inner, int channels) {
        int[] p = new int[SumCode.PARAMETERS];
        int last = inner % SumCode.STEP;
        p[SumCode.TURNS] = inner / SumCode.TURN;
        p[SumCode.STEPS] = inner % SumCode.TURN / SumCode.STEP;
        p[SumCode.LAST_BYTES] = Float.BYTES * last;
        p[SumCode.LAST_MASK] = (1 << last) - 1;
        p[SumCode.CHANNELS] = channels;
        p[SumCode.CENTRES] = Math.multiplyExact(Double.BYTES, channels);
        p[SumCode.TWO_DOUBLES] = 0xf;
        return p;
    }

    /**
     * Two sums for each of some planes, which are put side by side.
     *
     * @param first the number of the first plane, counted through all images
     * @param xo where plane 0 is in x
     * @param dyo where plane 0 is in dy
     * @param centres k of each channel
     * @param sums those of plane 0 come first
     * @param parameters of the calling thread, made for these sizes
     */
    void run(
            SumFunction function, int inner, int first, int planes, float[] x, int xo, float[] dy, int dyo, double[] centres,
            double[] sums, int[] parameters) {
        int at = first * inner;
        Objects.checkFromIndexSize(xo + at, planes * inner, x.length);
        Objects.checkFromIndexSize(dyo + at, planes * inner, dy.length);
        Objects.checkFromIndexSize(2 * first, 2 * planes, sums.length);
        Objects.checkIndex(parameters[SumCode.CHANNELS] - 1, centres.length);
        int channel = first % parameters[SumCode.CHANNELS];
        parameters[SumCode.PLANES] = planes;
        parameters[SumCode.CHANNELS_LEFT] = parameters[SumCode.CHANNELS] - channel;
        MachineCode.call(
                functions.get(function), MachineCode.from(x, xo + at), MachineCode.from(dy, dyo + at),
                MemorySegment.ofArray(sums).asSlice(2L * first * Double.BYTES), MemorySegment.ofArray(parameters),
                MemorySegment.ofArray(centres).asSlice((long) channel * Double.BYTES));
    }
}
