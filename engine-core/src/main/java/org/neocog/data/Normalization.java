package org.neocog.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.neocog.tensor.Shape;

/**
 * Normalisation of images channel by channel: {@code (x - mean) / std}, where x is in [0, 1]. A network must be given
 * images that are normalised as its training data were.
 */
public record Normalization(List<Double> mean, List<Double> std) {
    private static final int SAMPLE = 4096;
    /** Images read at once; small, since large ones are read here, too. */
    private static final int BATCH = 16;

    /**
     * @throws IllegalArgumentException if the lists differ in length or are empty, a mean is not finite, or a standard
     *     deviation is not finite and above 0
     */
    public Normalization {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        if (mean.isEmpty() || mean.size() != std.size()) {
            throw new IllegalArgumentException("one mean and one standard deviation per channel are needed, but there are "
                    + mean.size() + " and " + std.size());
        }
        if (!mean.stream().allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("the means must be finite: " + mean);
        }
        if (!std.stream().allMatch(s -> Double.isFinite(s) && (float) (double) s > 0)) {
            throw new IllegalArgumentException("the standard deviations must be finite and above 0: " + std);
        }
    }

    /** Mean 0 and standard deviation 1: the values stay in [0, 1]. */
    public static Normalization identity(int channels) {
        return new Normalization(Collections.nCopies(channels, 0.0), Collections.nCopies(channels, 1.0));
    }

    /**
     * The mean and the standard deviation of each channel over all pixels of all images (divided by their number, not by
     * one less), summed in double in the order of the data, as a test sees them. A channel that is the same everywhere gets
     * the standard deviation 1, so that it becomes 0 and not NaN.
     *
     * <p>Of data that are decoded when they are read, {@value #SAMPLE} images evenly spread over them stand for all.
     */
    public static Normalization of(Dataset dataset) {
        return of(dataset, 1);
    }

    /**
     * As {@link #of(Dataset)}, to the same bits, reading the images on so many threads.
     */
    public static Normalization of(Dataset dataset, int workers) {
        Dataset sample = sample(dataset);
        Shape shape = sample.imageShape();
        double[] sum = new double[shape.dim(0)];
        double[] squares = new double[sum.length];
        BatchLoader loader = BatchLoader.inOrder(sample, BATCH).withWorkers(workers);
        try (Prefetcher batches = new Prefetcher(loader, 0, 0)) {
            while (batches.hasNext()) {
                Batch batch = batches.next();
                for (int image = 0; image < batch.size(); image++) {
                    add(shape, batch.images().floats(), image * shape.elements(), sum, squares);
                }
            }
        }
        double pixels = (double) shape.dim(1) * shape.dim(2) * sample.size();
        List<Double> mean = new ArrayList<>();
        List<Double> std = new ArrayList<>();
        for (int channel = 0; channel < sum.length; channel++) {
            double average = sum[channel] / pixels;
            double variance = squares[channel] / pixels - average * average;
            mean.add(average);
            // Below 1e-12 the difference is nothing but rounding: a grey level apart in one of 10^7 pixels makes 1.5e-12.
            std.add(variance > 1e-12 ? Math.sqrt(variance) : 1.0);
        }
        return new Normalization(mean, std);
    }

    private static Dataset sample(Dataset dataset) {
        return dataset.inMemory() || dataset.size() <= SAMPLE
                ? dataset
                : dataset.subset(IntStream.range(0, SAMPLE)
                        .map(i -> (int) ((long) i * dataset.size() / SAMPLE))
                        .toArray());
    }

    private static void add(Shape shape, float[] images, int offset, double[] sum, double[] squares) {
        int plane = shape.dim(1) * shape.dim(2);
        for (int channel = 0; channel < sum.length; channel++) {
            double channelSum = sum[channel];
            double channelSquares = squares[channel];
            int start = offset + channel * plane;
            for (int i = start; i < start + plane; i++) {
                channelSum += images[i];
                channelSquares += (double) images[i] * images[i];
            }
            sum[channel] = channelSum;
            squares[channel] = channelSquares;
        }
    }

    public int channels() {
        return mean.size();
    }

    public boolean isIdentity() {
        return equals(identity(channels()));
    }

    /** Normalises, in place, the {@code CxHxW} image that begins at {@code offset}. */
    public void apply(Shape imageShape, float[] pixels, int offset) {
        requireChannels(imageShape.dim(0));
        int plane = imageShape.dim(1) * imageShape.dim(2);
        for (int channel = 0; channel < channels(); channel++) {
            float channelMean = (float) (double) mean.get(channel);
            float channelStd = (float) (double) std.get(channel);
            int start = offset + channel * plane;
            for (int i = start; i < start + plane; i++) {
                pixels[i] = (pixels[i] - channelMean) / channelStd;
            }
        }
    }

    /** One value, in float arithmetic. */
    float apply(int channel, float value) {
        return (value - (float) (double) mean.get(channel)) / (float) (double) std.get(channel);
    }

    void requireChannels(int channels) {
        if (channels != channels()) {
            throw new IllegalArgumentException(
                    "a normalisation of " + channels() + " channels does not fit images of " + channels);
        }
    }
}
