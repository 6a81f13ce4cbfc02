package org.neocog.cpu;

import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * The threads of the CPU device. {@link #run} deals out a piece of work as tasks: each worker begins with neighbouring ones of
 * its own, and whoever is done helps the others ({@link TaskShares}). The calling thread is worker 0, the others are daemon
 * threads that spin for some tens of microseconds after their last task (so that many short operations in a row are cheap) and
 * then park (so that an idle engine costs nothing).
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
     * Tasks of the current run that nobody has taken. Only who has taken one may read the fields below, which stay as they are
     * until that task is done. A helper that wakes up late finds nothing, or tasks of the next run, and both are right.
     */
    private final TaskShares shares;
    private Task task;
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
        shares = new TaskShares(workers);
        helpers = new Helper[workers - 1];
        Arrays.setAll(helpers, i -> new Helper(i + 1));
        for (Helper helper : helpers) {
            helper.start();
        }
    }

    int workers() {
        return helpers.length + 1;
    }

    /** Whether the workers are busy for seven eighths of the time with that many tasks of equal length. */
    boolean sharesFairly(int tasks) {
        return 8L * tasks >= 7L * workers() * Math.ceilDiv(tasks, workers());
    }

    /**
     * Runs tasks {@code 0 .. tasks-1} and returns when all are done. The same worker begins with the same part of them in
     * every run of as many tasks, so that it finds in its caches what it wrote there in the run before. When tasks throw, the
     * others still run; then the exception of the lowest failed task is thrown, with the others as suppressed ones.
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
        caller = Thread.currentThread();
        shares.deal(tasks);
        for (int i = 0; i < Math.min(tasks - 1, helpers.length); i++) {
            if (helpers[i].parked) {
                LockSupport.unpark(helpers[i]);
            }
        }
    }

    /** Takes and runs tasks until none is left. */
    private void work(int worker) {
        int done = 0;
        int index;
        while ((index = shares.take(worker)) >= 0) {
            try {
                task.run(index, worker);
            } catch (Throwable e) {
                fail(index, e);
            }
            done++;
        }
        if (done > 0) {
            // Read before it is reported: after the last report the caller may be gone and the field another run's.
            Thread waiting = caller;
            if (shares.report(done) && callerParked) {
                LockSupport.unpark(waiting);
            }
        }
    }

    private void awaitUnfinished() {
        if (spinUntil(shares::finished, FINISH_SPIN_NANOS)) {
            return;
        }
        boolean interrupted = false;
        callerParked = true;
        while (!shares.finished()) {
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

    /** Spins until the condition holds, but no longer than that; whether it holds. */
    private static boolean spinUntil(BooleanSupplier condition, long nanos) {
        long start = System.nanoTime();
        do {
            for (int i = 0; i < SPINS_PER_CLOCK; i++) {
                if (condition.getAsBoolean()) {
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
            BooleanSupplier dealt = () -> shares.dealt(worker);
            while (!closed) {
                work(worker);
                if (!spinUntil(dealt, IDLE_SPIN_NANOS)) {
                    sleep();
                }
            }
        }

        private void sleep() {
            parked = true;
            // Whoever publishes work does so before looking at the flag, and this looks for work after setting it.
            while (!shares.dealt(worker) && !closed) {
                LockSupport.park(WorkerPool.this);
                Thread.interrupted();
            }
            parked = false;
        }
    }
}
