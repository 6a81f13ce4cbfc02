package org.neocog.cpu;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The tasks of one run of a {@link WorkerPool} that nobody has taken. Each worker has a share, neighbouring tasks, which it
 * takes in their order; a worker whose share is used up takes from the ends of the others'. So workers seldom write to a cache
 * line that another one reads, which takes 30 ns between cores that share a cache and 170 ns between others.
 */
final class TaskShares {
    /** Longs from one share to the next: two cache lines, as processors fetch the neighbour of a line as well. */
    private static final int APART = 16;

    private final int workers;
    /** For each worker the number of its first task in the upper half, and of the one after its last in the lower. */
    private final AtomicLongArray shares;
    /** A place behind the shares for the number of tasks that are not known to be done. */
    private final int unfinished;

    TaskShares(int workers) {
        this.workers = workers;
        this.shares = new AtomicLongArray((workers + 3) * APART);
        this.unfinished = at(workers);
    }

    private static int at(int worker) {
        return (worker + 1) * APART;
    }

    /** Deals out tasks {@code 0 .. tasks-1}; where workers cannot have equally many, the first ones have one more. */
    void deal(int tasks) {
        shares.set(unfinished, tasks);
        for (int worker = 0; worker < workers; worker++) {
            shares.set(at(worker), begin(tasks, worker) << Integer.SIZE | begin(tasks, worker + 1));
        }
    }

    private long begin(int tasks, int worker) {
        return (long) worker * (tasks / workers) + Math.min(worker, tasks % workers);
    }

    /** Whether there are tasks in a worker's own share. */
    boolean dealt(int worker) {
        return left(shares.get(at(worker))) > 0;
    }

    private static int left(long share) {
        return (int) share - (int) (share >>> Integer.SIZE);
    }

    /** Takes a task for a worker: the first one of its own, or the last one of another's; -1 if there is none. */
    int take(int worker) {
        int own = at(worker);
        long share;
        while (left(share = shares.get(own)) > 0) {
            if (shares.compareAndSet(own, share, share + (1L << Integer.SIZE))) {
                return (int) (share >>> Integer.SIZE);
            }
        }
        for (int i = 1; i < workers; i++) {
            int other = at((worker + i) % workers);
            while (left(share = shares.get(other)) > 0) {
                if (shares.compareAndSet(other, share, share - 1)) {
                    return (int) share - 1;
                }
            }
        }
        return -1;
    }

    /** Reports so many tasks as done; whether all are done now. */
    boolean report(int done) {
        return shares.addAndGet(unfinished, -done) == 0;
    }

    /** Whether all tasks are done. */
    boolean finished() {
        return shares.get(unfinished) == 0;
    }
}
