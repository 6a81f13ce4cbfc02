package org.neocog.data;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.neocog.NeocogException;

/** A loop over independent indices on several threads. */
final class Parallel {
    private static final int CHUNK = 16;

    private Parallel() {}

    /**
     * Calls the task for 0 .. count-1, each once, on so many threads. If calls fail, the exception of the lowest index that
     * failed is thrown, the same one each time, and what comes after it may be left undone.
     */
    static void run(int count, int threads, IntConsumer task) {
        Loop loop = new Loop(count, task);
        List<Thread> others = new ArrayList<>();
        for (int i = 1; i < Math.min(threads, Math.ceilDiv(count, CHUNK)); i++) {
            others.add(Thread.ofPlatform().daemon().name("neocog-data-" + i).start(loop));
        }
        loop.run();
        try {
            for (Thread other : others) {
                other.join();
            }
        } catch (InterruptedException e) {
            loop.stop();
            Thread.currentThread().interrupt();
            throw new NeocogException("interrupted while reading the data", e);
        }
        loop.rethrow();
    }

    private static final class Loop implements Runnable {
        private final int count;
        private final IntConsumer task;
        /** Chunks are given out in order, so that all before a failure are given out, too. */
        private final AtomicInteger next = new AtomicInteger();

        private int failedIndex = Integer.MAX_VALUE;
        private Throwable failure;

        Loop(int count, IntConsumer task) {
            this.count = count;
            this.task = task;
        }

        @Override
        public void run() {
            int first = next.getAndAdd(CHUNK);
            while (first >= 0 && first < count) {
                for (int index = first; index < Math.min(count, first + CHUNK); index++) {
                    try {
                        task.accept(index);
                    } catch (RuntimeException | Error e) {
                        failed(index, e);
                        return;
                    }
                }
                first = next.getAndAdd(CHUNK);
            }
        }

        void stop() {
            next.set(count);
        }

        private synchronized void failed(int index, Throwable e) {
            stop();
            if (index < failedIndex) {
                failedIndex = index;
                failure = e;
            }
        }

        synchronized void rethrow() {
            switch (failure) {
                case null -> {}
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                default -> throw new IllegalStateException(failure);
            }
        }
    }
}
