package org.neocog.data;

import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.neocog.NeocogException;
import org.neocog.random.RandomStream;

/**
 * Cuts a data set into batches, shuffled anew in each epoch or in the order of the data. The order of an epoch depends on
 * the seed and the epoch's number alone, so any batch can be had without those before it. The last batch may be short.
 *
 * <p>Shuffled batches are for training: their images are augmented where the data have an augmentation, by random numbers
 * that depend on seed, epoch and the example's index alone. Batches in the order of the data are for tests.
 */
public final class BatchLoader {
    private final Dataset dataset;
    private final int batchSize;
    private final long seed;
    private final boolean shuffle;
    private final int workers;
    private final BatchBuffer buffer;
    private int[] order = {};
    private int orderedEpoch = -1;

    /**
     * @throws NeocogException if the batch is below 1, larger than the data, or too large for one tensor
     */
    public BatchLoader(Dataset dataset, int batchSize, long seed, boolean shuffle) {
        this(dataset, batchSize, seed, shuffle, 1);
    }

    private BatchLoader(Dataset dataset, int batchSize, long seed, boolean shuffle, int workers) {
        if (batchSize < 1) {
            throw new NeocogException("--batch " + batchSize + " must be at least 1");
        }
        if (batchSize > dataset.size()) {
            throw new NeocogException("--batch " + batchSize + " is larger than the " + dataset.size()
                    + " training examples; at most " + dataset.size());
        }
        int most = Integer.MAX_VALUE / dataset.imageShape().elements();
        if (batchSize > most) {
            throw new NeocogException("--batch " + batchSize + " of " + dataset.imageShape()
                    + " images is more than a tensor's 2^31-1 elements; at most " + most);
        }
        this.dataset = dataset;
        this.batchSize = batchSize;
        this.seed = seed;
        this.shuffle = shuffle;
        this.workers = workers;
        this.buffer = newBuffer();
    }

    /** For evaluation: every example once, in the order of the data, in batches no larger than the data. */
    public static BatchLoader inOrder(Dataset dataset, int batchSize) {
        return new BatchLoader(dataset, Math.min(batchSize, dataset.size()), 0, false);
    }

    /** The same batches, to be loaded by so many threads of a {@link Prefetcher}. */
    public BatchLoader withWorkers(int number) {
        if (number < 1) {
            throw new IllegalArgumentException("a loader has at least one worker, not " + number);
        }
        return new BatchLoader(dataset, batchSize, seed, shuffle, number);
    }

    /** Threads that a {@link Prefetcher} loads with. */
    public int workers() {
        return workers;
    }

    public Dataset dataset() {
        return dataset;
    }

    /** Examples in each batch but, perhaps, the last. */
    public int batchSize() {
        return batchSize;
    }

    /** Batches in an epoch, a short last one included. */
    public int batches() {
        return Math.ceilDiv(dataset.size(), batchSize);
    }

    /**
     * The examples of batch 0 .. {@code batches() - 1} of an epoch. The tensors are the loader's and are filled again by the
     * next call: one thread at a time, one batch at a time; {@link Prefetcher} keeps several.
     */
    public Batch load(int epoch, int batch) {
        if (epoch != orderedEpoch) {
            order = order(epoch);
            orderedEpoch = epoch;
        }
        return fill(epoch, order, batch, buffer, () -> false);
    }

    /** The indices of all examples in the order of an epoch. */
    int[] order(int epoch) {
        if (epoch < 0) {
            throw new IllegalArgumentException("epochs are counted from 0; there is no epoch " + epoch);
        }
        return shuffle
                ? RandomStream.named(seed, "shuffle/" + epoch).permutation(dataset.size())
                : IntStream.range(0, dataset.size()).toArray();
    }

    /**
     * Fills the buffer with a batch; changes nothing in the loader, so any thread may call it with a buffer of its own.
     *
     * @throws CancellationException if {@code cancelled} becomes true before the last example
     */
    Batch fill(int epoch, int[] order, int batch, BatchBuffer into, BooleanSupplier cancelled) {
        Objects.checkIndex(batch, batches());
        int first = batch * batchSize;
        Batch filled = into.ofSize(Math.min(batchSize, dataset.size() - first));
        float[] images = filled.images().floats();
        int[] labels = filled.labels().ints();
        int imageElements = dataset.imageShape().elements();
        for (int i = 0; i < labels.length; i++) {
            if (cancelled.getAsBoolean()) {
                throw new CancellationException("batch " + batch);
            }
            int index = order[first + i];
            if (shuffle) {
                RandomStream random = RandomStream.named(seed, "augment/" + epoch + "/" + index);
                dataset.readAugmented(index, random, images, i * imageElements);
            } else {
                dataset.read(index, images, i * imageElements);
            }
            labels[i] = dataset.label(index);
        }
        return filled;
    }

    BatchBuffer newBuffer() {
        return new BatchBuffer(dataset.imageShape(), batchSize);
    }
}
