package org.neocog.data;

import org.neocog.data.augment.Augmentation;

/**
 * How a data set's folder is read.
 *
 * @param augmentation what becomes of the pictures
 * @param skipBad whether pictures that cannot be decoded are left out and told of, and not an error
 * @param workers threads that decode and augment; 0 means {@link #workerThreads}'s choice. They change the speed only
 * @param channels 1 to read pictures as grey, 3 as colour, 0 as they are: colour unless all of them are grey. IDX and
 *     binary files have the channels that they have
 * @param memory bytes up to which a part's decoded pictures are kept in memory; a quarter of the heap is never passed
 */
public record DataOptions(Augmentation augmentation, boolean skipBad, int workers, int channels, long memory) {
    /** 1 GiB. */
    public static final long MEMORY = 1L << 30;

    private static final int MOST_WORKERS = 8;

    /**
     * @throws IllegalArgumentException if a number is negative, or there are 2 channels or more than 3
     */
    public DataOptions {
        if (workers < 0 || memory < 0) {
            throw new IllegalArgumentException("workers and memory cannot be negative");
        }
        if (channels != 0 && channels != 1 && channels != 3) {
            throw new IllegalArgumentException("a picture has 1 or 3 channels, not " + channels);
        }
    }

    /** Pictures as they are, every one of them sound. */
    public static DataOptions defaults() {
        return new DataOptions(Augmentation.none(), false, 0, 0, MEMORY);
    }

    public DataOptions withAugmentation(Augmentation other) {
        return new DataOptions(other, skipBad, workers, channels, memory);
    }

    public DataOptions withSkipBad(boolean skip) {
        return new DataOptions(augmentation, skip, workers, channels, memory);
    }

    public DataOptions withWorkers(int number) {
        return new DataOptions(augmentation, skipBad, number, channels, memory);
    }

    public DataOptions withMemory(long bytes) {
        return new DataOptions(augmentation, skipBad, workers, channels, bytes);
    }

    /** For a network that takes so many channels; a number that no picture has is left to the network's own check. */
    public DataOptions withChannels(int number) {
        return new DataOptions(augmentation, skipBad, workers, number == 1 || number == 3 ? number : 0, memory);
    }

    /**
     * The threads that decode and augment: as many as were asked for, or else one for each processor and at most 8. They
     * wait when they are a few batches ahead, so they take time from the computing only as long as it would wait for them.
     */
    public int workerThreads() {
        return workers > 0 ? workers : Math.min(MOST_WORKERS, Runtime.getRuntime().availableProcessors());
    }
}
