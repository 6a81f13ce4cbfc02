package org.neocog.data;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.neocog.NeocogException;

/**
 * The batches of one epoch in order, each loaded by a background thread while the one before is being used. There are two
 * sets of tensors: one in the consumer's hands, one being filled.
 *
 * <pre>{@code
 * try (Prefetcher batches = new Prefetcher(loader, epoch, firstBatch)) {
 *     while (batches.hasNext()) {
 *         Batch batch = batches.next();
 *         ...
 *     }
 * }
 * }</pre>
 *
 * <p>For one consuming thread; {@link #close()} may come from any.
 */
public final class Prefetcher implements Iterator<Batch>, AutoCloseable {
    private static final int BUFFERS = 2;

    private final BatchLoader loader;
    private final int[] order;
    private final int batches;
    private final BlockingQueue<BatchBuffer> free = new LinkedBlockingQueue<>();
    private final BlockingQueue<Loaded> ready = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean closed;
    private int next;
    private Loaded current = new Nothing();

    private sealed interface Loaded {}

    private record Filled(Batch batch, BatchBuffer buffer) implements Loaded {}

    private record Failed(Throwable cause) implements Loaded {}

    private record Nothing() implements Loaded {}

    /**
     * Starts loading.
     *
     * @param firstBatch where in the epoch to begin: 0, or the batch at which a resumed run goes on
     */
    public Prefetcher(BatchLoader loader, int epoch, int firstBatch) {
        if (firstBatch < 0 || firstBatch > loader.batches()) {
            throw new IllegalArgumentException(
                    "the first batch, " + firstBatch + ", is outside 0.." + loader.batches());
        }
        this.loader = loader;
        this.order = loader.order(epoch);
        this.batches = loader.batches();
        this.next = firstBatch;
        for (int i = 0; i < BUFFERS; i++) {
            free.add(loader.newBuffer());
        }
        thread = new Thread(() -> loadFrom(firstBatch), "neocog-prefetch");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public boolean hasNext() {
        return next < batches;
    }

    /**
     * The next batch, waiting for it if need be. Its tensors are good until the following call.
     *
     * @throws NoSuchElementException after the last batch
     * @throws IllegalStateException if the prefetcher has been closed
     * @throws RuntimeException what loading this batch threw, here and in every later call
     */
    @Override
    public Batch next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the epoch has " + batches + " batches");
        }
        if (current instanceof Filled used) {
            current = new Nothing();
            free.add(used.buffer());
        }
        if (!(current instanceof Failed)) {
            current = take();
        }
        return switch (current) {
            case Filled filled -> {
                next++;
                yield filled.batch();
            }
            case Failed(RuntimeException cause) -> throw cause;
            case Failed(Error cause) -> throw cause;
            case Failed(Throwable cause) -> throw new IllegalStateException(cause);
            case Nothing _ -> throw new IllegalStateException("the prefetcher is closed");
        };
    }

    /** Ends the loading and waits for the thread, at most as long as one batch takes. Doing it again does nothing. */
    @Override
    public void close() {
        closed = true;
        // One token for each side that may be waiting. The thread is not interrupted: that would close a file it reads.
        free.add(loader.newBuffer());
        ready.add(new Nothing());
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    boolean isClosed() {
        return closed;
    }

    private Loaded take() {
        if (closed) {
            return new Nothing();
        }
        try {
            return ready.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NeocogException("interrupted while waiting for the next batch", e);
        }
    }

    private void loadFrom(int firstBatch) {
        try {
            for (int batch = firstBatch; batch < batches; batch++) {
                BatchBuffer buffer = free.take();
                if (closed) {
                    return;
                }
                ready.add(new Filled(loader.fill(order, batch, buffer), buffer));
            }
        } catch (Throwable e) {
            ready.add(new Failed(e));
        }
    }
}
