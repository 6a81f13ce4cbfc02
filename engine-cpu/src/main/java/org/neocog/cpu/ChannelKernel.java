package org.neocog.cpu;

import java.util.Arrays;
import org.neocog.cpu.ChannelVectors.Place;
import org.neocog.tensor.Shape;

/** A function of {@code N x C x inner} with factors for each channel, in machine code. The workspace takes the factors. */
final class ChannelKernel implements CpuKernel {
    /** Elements of a plane beside which its factors cost little. */
    private static final int LEAST = 16;
    /** Those that a call, which holds off the JVM's safepoints, can have. */
    private static final int MOST = 1 << 20;

    /** Works the factors out. */
    @FunctionalInterface
    interface Factors {
        /** Puts the first factors of all channels at {@code at}, the second ones behind them, and so on. */
        void put(Inputs inputs, float[] factors, int at);
    }

    private final WorkerPool pool;
    private final ChannelVectors vectors;
    private final ChannelFunction function;
    private final int dyInput;
    private final Factors factors;
    private final int channels;
    private final int inner;
    private final int planes;
    private final int[][] parameters;

    /**
     * @param shape of input 0, which is x
     * @param dyInput which input is dy; 0 if the function has no use for it
     */
    ChannelKernel(
            WorkerPool pool, ChannelVectors vectors, ChannelFunction function, Shape shape, int dyInput, Factors factors) {
        this.pool = pool;
        this.vectors = vectors;
        this.function = function;
        this.dyInput = dyInput;
        this.factors = factors;
        this.channels = shape.dim(1);
        this.inner = shape.elements(2, shape.rank());
        this.planes = shape.dim(0) * channels;
        this.parameters = new int[pool.workers()][];
        int[] list = ChannelVectors.parameters(inner, channels);
        Arrays.setAll(parameters, _ -> Arrays.copyOf(list, list.length + WorkerScratch.TAIL));
    }

    static boolean suits(Shape shape) {
        int inner = shape.elements(2, shape.rank());
        return inner >= LEAST && inner <= MOST;
    }

    @Override
    public long workspaceBytes() {
        return (long) Float.BYTES * function.factors() * channels;
    }

    @Override
    public String method() {
        return "AVX-512";
    }

    @Override
    public void launch(Inputs inputs, CpuBuffer output, CpuBuffer workspace) {
        factors.put(inputs, workspace.floats(), workspace.offset());
        Place x = Place.of(inputs.at(0));
        Place dy = Place.of(inputs.at(dyInput));
        Place y = Place.of(output);
        Place all = Place.of(workspace);
        int perTask = Math.max(1, 2 * Ranges.stretch(planes * inner) / inner);
        pool.run(Math.ceilDiv(planes, perTask), (task, worker) -> {
            int first = task * perTask;
            vectors.run(
                    function, inner, first, Math.min(perTask, planes - first), x, dy, y, all, parameters[worker]);
        });
    }
}
