package org.neocog.train;

/**
 * How a {@link Predictor} works.
 *
 * @param device the device's id: {@code cpu}
 * @param threads threads that compute on the CPU; 0 means one for each processor
 * @param maxBatch most images that pass through the network at once; larger requests are split. Memory grows with it
 * @param checkpoint whose weights to use
 * @param numerics how exact products are, and how a GPU convolves
 */
public record PredictorOptions(
        String device, int threads, int maxBatch, CheckpointKind checkpoint, Numerics numerics) {
    /**
     * @throws IllegalArgumentException if the threads are negative or the batch is below 1
     */
    public PredictorOptions {
        if (threads < 0) {
            throw new IllegalArgumentException("the number of threads cannot be negative: " + threads);
        }
        if (maxBatch < 1) {
            throw new IllegalArgumentException("a batch has at least one image, not " + maxBatch);
        }
    }

    /** The CPU with all its processors, 64 images at once, the best checkpoint. */
    public static PredictorOptions defaults() {
        return new PredictorOptions("cpu", 0, 64, CheckpointKind.BEST, Numerics.defaults());
    }

    public PredictorOptions withDevice(String device) {
        return new PredictorOptions(device, threads, maxBatch, checkpoint, numerics);
    }

    public PredictorOptions withThreads(int threads) {
        return new PredictorOptions(device, threads, maxBatch, checkpoint, numerics);
    }

    public PredictorOptions withMaxBatch(int maxBatch) {
        return new PredictorOptions(device, threads, maxBatch, checkpoint, numerics);
    }

    public PredictorOptions withCheckpoint(CheckpointKind checkpoint) {
        return new PredictorOptions(device, threads, maxBatch, checkpoint, numerics);
    }

    public PredictorOptions withNumerics(Numerics numerics) {
        return new PredictorOptions(device, threads, maxBatch, checkpoint, numerics);
    }
}
