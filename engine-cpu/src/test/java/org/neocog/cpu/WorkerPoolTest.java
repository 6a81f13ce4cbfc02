package org.neocog.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
final class WorkerPoolTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void runsEveryTaskExactlyOnce(int workers) {
        try (WorkerPool pool = new WorkerPool(workers)) {
            for (int round = 0; round < 3000; round++) {
                int tasks = round % 37;
                AtomicIntegerArray runs = new AtomicIntegerArray(tasks);
                pool.run(tasks, (task, worker) -> runs.incrementAndGet(task));
                int[] counts = new int[tasks];
                Arrays.setAll(counts, runs::get);
                int[] ones = new int[tasks];
                Arrays.fill(ones, 1);
                assertArrayEquals(ones, counts);
            }
        }
    }

    @Test
    void showsTheCallerWhatTheTasksWrote() {
        try (WorkerPool pool = new WorkerPool(4)) {
            int[] plain = new int[64];
            for (int round = 1; round <= 2000; round++) {
                pool.run(plain.length, (task, worker) -> plain[task]++);
                assertEquals(64 * round, Arrays.stream(plain).sum());
            }
        }
    }

    @Test
    void keepsAWorkerToOneTaskAtATime() {
        try (WorkerPool pool = new WorkerPool(4)) {
            AtomicIntegerArray inside = new AtomicIntegerArray(4);
            AtomicInteger overlaps = new AtomicInteger();
            pool.run(20_000, (task, worker) -> {
                if (inside.incrementAndGet(worker) != 1) {
                    overlaps.incrementAndGet();
                }
                inside.decrementAndGet(worker);
            });
            assertEquals(0, overlaps.get());
        }
    }

    @Test
    void runsOnAllWorkersAtTheSameTime() throws Exception {
        try (WorkerPool pool = new WorkerPool(3)) {
            CyclicBarrier together = new CyclicBarrier(3);
            Set<Integer> workers = ConcurrentHashMap.newKeySet();
            Set<String> names = ConcurrentHashMap.newKeySet();
            // Each task waits for the other two, so that no worker can do two of them.
            pool.run(3, (task, worker) -> {
                call(together::await);
                workers.add(worker);
                names.add(Thread.currentThread().getName());
            });
            assertEquals(Set.of(0, 1, 2), workers);
            assertEquals(Set.of(Thread.currentThread().getName(), "neocog-cpu-1", "neocog-cpu-2"), names);
        }
    }

    @Test
    void tasksAreSharedFairlyIfWorkersAreSeldomIdle() {
        try (WorkerPool pool = new WorkerPool(4)) {
            assertTrue(pool.sharesFairly(4));
            assertFalse(pool.sharesFairly(3));
            assertFalse(pool.sharesFairly(5));
            assertTrue(pool.sharesFairly(7));
            assertFalse(pool.sharesFairly(9));
            assertTrue(pool.sharesFairly(1000));
        }
    }

    @Test
    void oneWorkerTakesTasksInOrder() {
        try (WorkerPool pool = new WorkerPool(1)) {
            List<Integer> order = new ArrayList<>();
            pool.run(5, (task, worker) -> order.add(task));
            assertEquals(List.of(0, 1, 2, 3, 4), order);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void throwsTheExceptionOfTheLowestTaskWithTheOthersSuppressed(int workers) {
        try (WorkerPool pool = new WorkerPool(workers)) {
            for (int round = 0; round < 200; round++) {
                AtomicInteger ran = new AtomicInteger();
                IllegalArgumentException e = assertThrows(
                        IllegalArgumentException.class,
                        () -> pool.run(40, (task, worker) -> {
                            ran.incrementAndGet();
                            if (task % 10 == 7) {
                                throw new IllegalArgumentException("task " + task);
                            }
                        }));
                assertEquals("task 7", e.getMessage());
                assertEquals(
                        List.of("task 17", "task 27", "task 37"),
                        Arrays.stream(e.getSuppressed()).map(Throwable::getMessage).toList());
                assertEquals(40, ran.get());
            }
        }
    }

    @Test
    void passesOnAnErrorThatSeveralTasksShare() {
        try (WorkerPool pool = new WorkerPool(2)) {
            Error error = new AssertionError("shared");
            assertSame(error, assertThrows(AssertionError.class, () -> pool.run(4, (task, worker) -> {
                throw error;
            })));
        }
    }

    @Test
    void worksAfterAnException() {
        try (WorkerPool pool = new WorkerPool(3)) {
            assertThrows(IllegalStateException.class, () -> pool.run(9, (task, worker) -> {
                throw new IllegalStateException("no");
            }));
            AtomicInteger sum = new AtomicInteger();
            pool.run(9, (task, worker) -> sum.addAndGet(task));
            assertEquals(36, sum.get());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void refusesARunInsideATask(int workers) {
        try (WorkerPool pool = new WorkerPool(workers)) {
            for (int tasks = 1; tasks < 4; tasks++) {
                int outer = tasks;
                IllegalStateException e = assertThrows(
                        IllegalStateException.class,
                        () -> pool.run(outer, (task, worker) -> pool.run(1, (t, w) -> {})));
                assertEquals("a task must not call run of the worker pool it runs on", e.getMessage());
            }
        }
    }

    @Test
    void refusesARunInsideATaskOnEveryWorker() {
        try (WorkerPool pool = new WorkerPool(2)) {
            CyclicBarrier together = new CyclicBarrier(2);
            IllegalStateException e = assertThrows(
                    IllegalStateException.class,
                    () -> pool.run(2, (task, worker) -> {
                        call(together::await);
                        pool.run(2, (t, w) -> {});
                    }));
            assertEquals(1, e.getSuppressed().length);
        }
    }

    @Test
    void letsATaskUseAnotherPool() {
        try (WorkerPool pool = new WorkerPool(2); WorkerPool other = new WorkerPool(2)) {
            AtomicInteger sum = new AtomicInteger();
            pool.run(4, (task, worker) -> other.run(3, (t, w) -> sum.addAndGet(t)));
            assertEquals(12, sum.get());
        }
    }

    @Test
    void letsManyThreadsCallAtOnceAndServesOneAtATime() throws Exception {
        int callers = 8;
        try (WorkerPool pool = new WorkerPool(3); ExecutorService threads = Executors.newFixedThreadPool(callers)) {
            AtomicInteger owner = new AtomicInteger(-1);
            List<Future<Integer>> sums = new ArrayList<>();
            for (int c = 0; c < callers; c++) {
                int caller = c;
                sums.add(threads.submit(() -> {
                    AtomicInteger sum = new AtomicInteger();
                    for (int round = 0; round < 500; round++) {
                        AtomicInteger left = new AtomicInteger(5);
                        pool.run(5, (task, worker) -> {
                            int other = owner.getAndSet(caller);
                            if (other != -1 && other != caller) {
                                throw new IllegalStateException("tasks of callers " + other + " and " + caller + " overlap");
                            }
                            sum.addAndGet(task);
                            if (left.decrementAndGet() == 0) {
                                owner.set(-1);
                            }
                        });
                    }
                    return sum.get();
                }));
            }
            for (Future<Integer> sum : sums) {
                assertEquals(5000, sum.get());
            }
        }
    }

    @Test
    void serialisesVirtualThreadsToo() throws Exception {
        try (WorkerPool pool = new WorkerPool(2); ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            int[] plain = new int[1];
            List<Future<?>> futures = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                futures.add(threads.submit(() -> pool.run(1, (task, worker) -> plain[0]++)));
            }
            for (Future<?> future : futures) {
                future.get();
            }
            pool.run(1, (task, worker) -> assertEquals(200, plain[0]));
        }
    }

    @Test
    void finishesAndKeepsTheMarkWhenTheCallerIsInterrupted() {
        try (WorkerPool pool = new WorkerPool(2)) {
            AtomicInteger done = new AtomicInteger();
            CyclicBarrier together = new CyclicBarrier(2);
            CountDownLatch callerFinished = new CountDownLatch(1);
            Thread caller = Thread.currentThread();
            pool.run(2, (task, worker) -> {
                call(together::await);
                if (worker == 0) {
                    caller.interrupt();
                    callerFinished.countDown();
                } else {
                    call(() -> {
                        callerFinished.await();
                        return 0;
                    });
                }
                done.incrementAndGet();
            });
            assertEquals(2, done.get());
            assertTrue(Thread.interrupted());
        }
    }

    @Test
    void parksTheHelpersWhenThereIsNothingToDo() {
        try (WorkerPool pool = new WorkerPool(2)) {
            Thread helper = helperOf(pool);
            while (helper.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            // And a parked helper is woken.
            assertSame(helper, helperOf(pool));
        }
    }

    /** The thread of worker 1, by making it take part. */
    private static Thread helperOf(WorkerPool pool) {
        CyclicBarrier together = new CyclicBarrier(2);
        Thread[] threads = new Thread[2];
        pool.run(2, (task, worker) -> {
            call(together::await);
            threads[worker] = Thread.currentThread();
        });
        assertTrue(threads[1].isDaemon());
        return threads[1];
    }

    @Test
    void endsItsThreadsOnCloseAndRunsNoMore() {
        WorkerPool pool = new WorkerPool(2);
        Thread helper = helperOf(pool);
        pool.close();
        assertFalse(helper.isAlive());
        pool.close();
        IllegalStateException e = assertThrows(IllegalStateException.class, () -> pool.run(1, (task, worker) -> {}));
        assertEquals("the worker pool is closed", e.getMessage());
        assertThrows(IllegalStateException.class, () -> pool.run(0, (task, worker) -> {}));
    }

    @Test
    void closeWaitsForTheRunInProgress() throws Exception {
        WorkerPool pool = new WorkerPool(2);
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger done = new AtomicInteger();
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<?> run = threads.submit(() -> pool.run(1, (task, worker) -> {
                started.countDown();
                call(() -> {
                    goOn.await();
                    return 0;
                });
                done.incrementAndGet();
            }));
            started.await();
            Future<Integer> close = threads.submit(() -> {
                pool.close();
                return done.get();
            });
            goOn.countDown();
            run.get();
            assertEquals(1, close.get());
        }
    }

    @Test
    void refusesToCloseInsideATask() {
        WorkerPool pool = new WorkerPool(2);
        assertThrows(IllegalStateException.class, () -> pool.run(1, (task, worker) -> pool.close()));
        pool.run(3, (task, worker) -> {});
        pool.close();
    }

    @Test
    void refusesAbsurdNumbers() {
        assertThrows(IllegalArgumentException.class, () -> new WorkerPool(0));
        try (WorkerPool pool = new WorkerPool(1)) {
            assertEquals(1, pool.workers());
            assertThrows(IllegalArgumentException.class, () -> pool.run(-1, (task, worker) -> {}));
        }
    }

    @Test
    void reportsFailuresOfManyTasksInOrder() {
        try (WorkerPool pool = new WorkerPool(4)) {
            RuntimeException e = assertThrows(RuntimeException.class, () -> pool.run(100, (task, worker) -> {
                throw new RuntimeException(Integer.toString(task));
            }));
            assertEquals("0", e.getMessage());
            assertEquals(99, e.getSuppressed().length);
            for (int i = 0; i < 99; i++) {
                assertEquals(Integer.toString(i + 1), e.getSuppressed()[i].getMessage());
            }
        }
    }

    private static void call(Callable<?> callable) {
        try {
            callable.call();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
