package org.neocog.data;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import org.neocog.NeocogException;

/**
 * The batches of one epoch in order, loaded by background threads while those before are being used. Each of the loader's
 * workers fills a batch of its own; there is one set of tensors for each worker and one in the consumer's hands, so never
 * more batches ahead than workers and one. What is in a batch does not depend on the number of workers.
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
    private final BatchLoader loader;
    private final int epoch;
    private final int[] order;
    private final int batches;
    private final List<Thread> workers = new ArrayList<>();
    private final Object lock = new Object();

    // Guarded by the lock. Who has a buffer takes the next batch, so the batch that is waited for always has one.
    private final Deque<BatchBuffer> free = new ArrayDeque<>();
    private final Map<Integer, Loaded> ready = new HashMap<>();
    private int nextToLoad;
    private boolean failed;

    private volatile boolean closed;
    private int next;
    private Loaded current = new Nothing();
    private volatile long waitedNanos;

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
        this.epoch = epoch;
        this.order = loader.order(epoch);
        this.batches = loader.batches();
        this.next = firstBatch;
        this.nextToLoad = firstBatch;
        int count = Math.max(1, Math.min(loader.workers(), batches - firstBatch));
        for (int i = 0; i <= count; i++) {
            free.add(loader.newBuffer());
        }
        for (int i = 0; i < count; i++) {
            workers.add(Thread.ofPlatform().daemon().name("neocog-prefetch-" + i).start(this::load));
        }
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

    /** How long {@link #next} has waited in all, in nanoseconds: what the consumer could not overlap with its own work. */
    public long waitedNanos() {
        return waitedNanos;
    }

    /** Ends the loading and waits for the threads, at most as long as one example takes. Doing it again does nothing. */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            lock.notifyAll(); // The threads are not interrupted: that would close a file that one reads.
        }
        try {
            for (Thread worker : workers) {
                worker.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    boolean isClosed() {
        return closed;
    }

    /** Gives back the tensors of the batch before and waits for the next. */
    private Loaded take() {
        long start = System.nanoTime();
        synchronized (lock) {
            if (current instanceof Filled used) {
                current = new Nothing();
                free.add(used.buffer());
                lock.notifyAll();
            }
            try {
                while (!closed && !ready.containsKey(next)) {
                    lock.wait();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new NeocogException("interrupted while waiting for the next batch", e);
            } finally {
                waitedNanos += System.nanoTime() - start;
            }
            return closed ? new Nothing() : ready.remove(next);
        }
    }

    /** What each worker does. */
    private void load() {
        while (true) {
            BatchBuffer buffer;
            int batch;
            synchronized (lock) {
                while (free.isEmpty() && !ended()) {
                    try {
                        lock.wait();
                    } catch (InterruptedException e) {
                        return; // Nobody does that but a JVM that ends.
                    }
                }
                if (ended()) {
                    return;
                }
                buffer = free.remove();
                batch = nextToLoad++;
            }
            Loaded loaded = load(batch, buffer);
            synchronized (lock) {
                ready.put(batch, loaded);
                failed |= loaded instanceof Failed;
                lock.notifyAll();
            }
        }
    }

    private boolean ended() {
        return closed || failed || nextToLoad == batches;
    }

    private Loaded load(int batch, BatchBuffer buffer) {
        try {
            return new Filled(loader.fill(epoch, order, batch, buffer, () -> closed), buffer);
        } catch (CancellationException e) {
            return new Nothing(); // Closed: nobody will ask.
        } catch (Throwable e) {
            return new Failed(e);
        }
    }
}
