package org.neocog.cpu;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The threads of the CPU device. {@link #run} splits a piece of work into tasks that the workers take one by one; the
 * calling thread is worker 0, the others are daemon threads that spin for some tens of microseconds after their last task
 * (so that many short operations in a row are cheap) and then park (so that an idle engine costs nothing).
 *
 * <p>Any thread may call {@link #run}; calls from several threads take turns, so that never more than
 * {@link #workers} threads compute.
 */
final class WorkerPool implements AutoCloseable {
    /** One part of the work: {@code task} counts the parts, {@code worker} names the thread, for its scratch memory. */
    @FunctionalInterface
    interface Task {
        void run(int task, int worker);
    }

    /** How long a helper without work spins before it parks: longer than the gap between two operations of a plan. */
    private static final long IDLE_SPIN_NANOS = 100_000;
    /**
     * How long the caller spins for the last tasks of others before it parks. They are being worked on, so this is longer; it
     * must be longer than it takes to wake a helper, or the two would take turns at waking each other.
     */
    private static final long FINISH_SPIN_NANOS = 200_000;
    /** Looking at the clock costs about as much as ten turns of the spin loop. */
    private static final int SPINS_PER_CLOCK = 16;

    private final ReentrantLock turn = new ReentrantLock();
    private final Helper[] helpers;

    /**
     * Tasks of the current run that nobody has taken. A worker takes one by decrementing it; only then may it read the
     * fields below, which stay as they are until that task is done. A helper that wakes up late finds zero, or the tasks of
     * the next run, and both are right.
     */
    private final AtomicInteger untaken = new AtomicInteger();
    private final AtomicInteger unfinished = new AtomicInteger();
    private Task task;
    private int tasks;
    private Thread caller;
    private volatile boolean callerParked;
    private volatile boolean closed;
    private Failures failures;

    /**
     * @param workers number of threads that compute, the calling one included
     * @throws IllegalArgumentException if there is not at least one
     */
    WorkerPool(int workers) {
        if (workers < 1) {
            throw new IllegalArgumentException("a worker pool needs at least 1 worker, not " + workers);
        }
        helpers = new Helper[workers - 1];
        Arrays.setAll(helpers, i -> new Helper(i + 1));
        for (Helper helper : helpers) {
            helper.start();
        }
    }

    int workers() {
        return helpers.length + 1;
    }

    /**
     * Runs tasks {@code 0 .. tasks-1}, handed out in this order, and returns when all are done. When tasks throw, the others
     * still run; then the exception of the lowest failed task is thrown, with the others as suppressed ones.
     *
     * @throws IllegalStateException if the pool is closed, or if called from inside a task of this pool
     */
    void run(int tasks, Task task) {
        refuseInsideTask("run");
        if (tasks < 0) {
            throw new IllegalArgumentException("the number of tasks must not be negative: " + tasks);
        }
        turn.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the worker pool is closed");
            }
            if (tasks > 0) {
                publish(tasks, task);
                work(0);
                awaitUnfinished();
                finish();
            }
        } finally {
            turn.unlock();
        }
    }

    /** Waits for the current run, then ends the threads and waits for them. Closing twice is harmless. */
    @Override
    public void close() {
        refuseInsideTask("close");
        turn.lock();
        try {
            closed = true;
            boolean interrupted = false;
            for (Helper helper : helpers) {
                LockSupport.unpark(helper);
                interrupted |= join(helper);
            }
            restore(interrupted);
        } finally {
            turn.unlock();
        }
    }

    private void refuseInsideTask(String method) {
        boolean inHelper = Thread.currentThread() instanceof Helper helper && helper.pool() == this;
        if (inHelper || turn.isHeldByCurrentThread()) {
            throw new IllegalStateException("a task must not call " + method + " of the worker pool it runs on");
        }
    }

    private void publish(int tasks, Task task) {
        this.task = task;
        this.tasks = tasks;
        caller = Thread.currentThread();
        unfinished.set(tasks);
        untaken.set(tasks);
        int wanted = Math.min(tasks - 1, helpers.length);
        for (int i = 0; wanted > 0 && i < helpers.length; i++) {
            if (helpers[i].parked) {
                LockSupport.unpark(helpers[i]);
                wanted--;
            }
        }
    }

    /** Takes and runs tasks until none is left. */
    private void work(int worker) {
        int left;
        while ((left = untaken.get()) > 0) {
            if (untaken.compareAndSet(left, left - 1)) {
                int index = tasks - left;
                try {
                    task.run(index, worker);
                } catch (Throwable e) {
                    fail(index, e);
                }
                // Read before the decrement: after the last one the caller may be gone and the field another run's.
                Thread waiting = caller;
                if (unfinished.decrementAndGet() == 0 && callerParked) {
                    LockSupport.unpark(waiting);
                }
            }
        }
    }

    private void awaitUnfinished() {
        if (spinWhile(unfinished, true, FINISH_SPIN_NANOS)) {
            return;
        }
        boolean interrupted = false;
        callerParked = true;
        while (unfinished.get() > 0) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        callerParked = false;
        restore(interrupted);
    }

    private void finish() {
        task = null;
        caller = null;
        if (failures != null) {
            Failures thrown = failures;
            failures = null;
            thrown.rethrow();
        }
    }

    private synchronized void fail(int index, Throwable exception) {
        if (failures == null) {
            failures = new Failures();
        }
        failures.add(index, exception);
    }

    /** Spins while the counter is positive (or, if not {@code positive}, zero); true as soon as it is not. */
    private static boolean spinWhile(AtomicInteger counter, boolean positive, long nanos) {
        long start = System.nanoTime();
        do {
            for (int i = 0; i < SPINS_PER_CLOCK; i++) {
                if (counter.get() > 0 != positive) {
                    return true;
                }
                Thread.onSpinWait();
            }
        } while (System.nanoTime() - start < nanos);
        return false;
    }

    private static boolean join(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                return interrupted;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }

    private static void restore(boolean interrupted) {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Helper extends Thread {
        private final int worker;
        private volatile boolean parked;

        Helper(int worker) {
            super("neocog-cpu-" + worker);
            this.worker = worker;
            setDaemon(true);
        }

        WorkerPool pool() {
            return WorkerPool.this;
        }

        @Override
        public void run() {
            while (!closed) {
                work(worker);
                if (!spinWhile(untaken, false, IDLE_SPIN_NANOS)) {
                    sleep();
                }
            }
        }

        private void sleep() {
            parked = true;
            // Whoever publishes work does so before looking at the flag, and this looks for work after setting it.
            while (untaken.get() == 0 && !closed) {
                LockSupport.park(WorkerPool.this);
                Thread.interrupted();
            }
            parked = false;
        }
    }
}
