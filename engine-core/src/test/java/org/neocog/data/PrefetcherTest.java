package org.neocog.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.neocog.NeocogException;

/** The time limit ends a test that hangs; it measures nothing. */
@Timeout(60)
class PrefetcherTest {
    @Test
    void deliversTheBatchesOfTheLoaderInOrder() {
        BatchLoader loader = new BatchLoader(new CountingDataset(107), 10, 5, true);
        try (Prefetcher batches = new Prefetcher(loader, 4, 0)) {
            for (int b = 0; b < loader.batches(); b++) {
                assertTrue(batches.hasNext());
                assertSameContent(loader.load(4, b), batches.next());
            }
            assertFalse(batches.hasNext());
            assertThrows(NoSuchElementException.class, batches::next);
        }
    }

    @Test
    void beginsInTheMiddleOfAnEpoch() {
        BatchLoader loader = new BatchLoader(new CountingDataset(107), 10, 5, true);
        try (Prefetcher batches = new Prefetcher(loader, 1, 9)) {
            assertSameContent(loader.load(1, 9), batches.next());
            assertSameContent(loader.load(1, 10), batches.next());
            assertFalse(batches.hasNext());
        }
        try (Prefetcher batches = new Prefetcher(loader, 1, 11)) {
            assertFalse(batches.hasNext());
        }
        assertThrows(IllegalArgumentException.class, () -> new Prefetcher(loader, 1, 12));
        assertThrows(IllegalArgumentException.class, () -> new Prefetcher(loader, 1, -1));
        assertThrows(IllegalArgumentException.class, () -> new Prefetcher(loader, -1, 0));
    }

    @Test
    void loadsTheNextBatchWhileOneIsInUseAndLeavesThatOneAlone() throws InterruptedException {
        Semaphore reads = new Semaphore(0);
        BatchLoader loader = new BatchLoader(new CountingDataset(40, i -> reads.release()), 4, 0, false);
        try (Prefetcher batches = new Prefetcher(loader, 0, 0)) {
            reads.acquire(4);
            for (int b = 0; b < 10; b++) {
                Batch batch = batches.next();
                if (b < 9) {
                    reads.acquire(4);
                }
                assertEquals(4f * b, batch.images().floats()[0]);
                assertEquals(4f * b + 3, batch.images().floats()[6]);
            }
        }
    }

    @Test
    void isNeverMoreThanTwoBatchesAhead() {
        AtomicInteger asked = new AtomicInteger();
        Queue<String> tooEarly = new ConcurrentLinkedQueue<>();
        CountingDataset data = new CountingDataset(100, i -> {
            int batch = i / 5;
            // Two batches are loaded unasked; each later one needs the tensors that a call of next() gives back.
            if (batch >= 2 && asked.get() < batch) {
                tooEarly.add("batch " + batch + " after " + asked + " calls");
            }
        });
        try (Prefetcher batches = new Prefetcher(new BatchLoader(data, 5, 0, false), 0, 0)) {
            while (batches.hasNext()) {
                asked.incrementAndGet();
                batches.next();
            }
        }
        assertEquals(0, tooEarly.size(), tooEarly::toString);
        assertEquals(20, asked.get());
    }

    @Test
    void anExceptionReachesTheConsumerAfterTheGoodBatches() {
        NeocogException failure = new NeocogException("example 13 is damaged");
        CountingDataset data = new CountingDataset(40, i -> {
            if (i == 13) {
                throw failure;
            }
        });
        try (Prefetcher batches = new Prefetcher(new BatchLoader(data, 4, 0, false), 0, 0)) {
            for (int b = 0; b < 3; b++) {
                assertEquals(4f * b, batches.next().images().floats()[0]);
            }
            assertSame(failure, assertThrows(NeocogException.class, batches::next));
            assertTrue(batches.hasNext());
            assertSame(failure, assertThrows(NeocogException.class, batches::next));
        }
    }

    @Test
    void anErrorReachesTheConsumerToo() {
        CountingDataset data = new CountingDataset(4, i -> {
            throw new OutOfMemoryError("as a test");
        });
        try (Prefetcher batches = new Prefetcher(new BatchLoader(data, 4, 0, false), 0, 0)) {
            assertEquals("as a test", assertThrows(OutOfMemoryError.class, batches::next).getMessage());
        }
    }

    @Test
    void closingEarlyEndsTheThread() {
        AtomicReference<Thread> loading = new AtomicReference<>();
        CountingDataset data = new CountingDataset(1000, i -> loading.set(Thread.currentThread()));
        Prefetcher batches = new Prefetcher(new BatchLoader(data, 5, 0, true), 0, 0);
        batches.next();
        batches.close();
        assertFalse(loading.get().isAlive());
        assertTrue(loading.get().isDaemon());
        batches.close();
        assertThrows(IllegalStateException.class, batches::next);
    }

    @Test
    void closingBeforeAnythingWasTakenEndsTheThread() throws InterruptedException {
        AtomicReference<Thread> loading = new AtomicReference<>();
        CountDownLatch twoBatches = new CountDownLatch(10);
        CountingDataset data = new CountingDataset(1000, i -> {
            loading.set(Thread.currentThread());
            twoBatches.countDown();
        });
        Prefetcher batches = new Prefetcher(new BatchLoader(data, 5, 0, true), 0, 0);
        twoBatches.await();
        batches.close();
        assertFalse(loading.get().isAlive());
    }

    @Test
    void closingFromAnotherThreadWakesAWaitingConsumer() throws InterruptedException {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CountingDataset data = new CountingDataset(10, i -> {
            reading.countDown();
            await(goOn);
        });
        Prefetcher batches = new Prefetcher(new BatchLoader(data, 5, 0, false), 0, 0);
        reading.await();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread consumer = new Thread(() -> {
            try {
                // The batch being read when close() was called may still arrive; the one after it may not.
                batches.next();
                batches.next();
            } catch (RuntimeException e) {
                thrown.set(e);
            }
        });
        consumer.start();
        Thread closing = new Thread(batches::close);
        closing.start();
        // Until close() has begun, the loader must not get on; then it finds the prefetcher closed.
        while (!batches.isClosed()) {
            Thread.onSpinWait();
        }
        goOn.countDown();
        closing.join();
        consumer.join();
        assertTrue(thrown.get() instanceof IllegalStateException, String.valueOf(thrown.get()));
    }

    @Test
    void anInterruptedConsumerIsToldSo() throws InterruptedException {
        CountDownLatch goOn = new CountDownLatch(1);
        CountingDataset data = new CountingDataset(10, i -> await(goOn));
        try (Prefetcher batches = new Prefetcher(new BatchLoader(data, 5, 0, false), 0, 0)) {
            Thread.currentThread().interrupt();
            assertThrows(NeocogException.class, batches::next);
            assertTrue(Thread.interrupted());
            goOn.countDown();
            assertEquals(0f, batches.next().images().floats()[0]);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertSameContent(Batch expected, Batch found) {
        assertEquals(expected.images().spec(), found.images().spec());
        assertArrayEquals(expected.images().floats(), found.images().floats());
        assertArrayEquals(expected.labels().ints(), found.labels().ints());
    }
}
