package org.neocog.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class TaskSharesTest {
    @Test
    void aWorkerTakesItsOwnTasksInOrderAndThenThoseOfOthersFromTheirEnds() {
        TaskShares shares = new TaskShares(3);
        shares.deal(8);
        // Dealt as 0 1 2, 3 4 5 and 6 7.
        assertEquals(List.of(3, 4, 5, 7, 6, 2, 1, 0), all(shares, 1));
    }

    @Test
    void theFirstWorkersHaveOneMoreWhereTasksCannotBeEquallyMany() {
        TaskShares shares = new TaskShares(3);
        shares.deal(1);
        assertTrue(shares.dealt(0));
        assertFalse(shares.dealt(1));
        assertFalse(shares.dealt(2));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 7", "5, 3", "64, 1000", "3, 2147483647"})
    void sharesAreNeighboursThatTogetherAreAllTasks(int workers, int tasks) {
        TaskShares shares = new TaskShares(workers);
        shares.deal(tasks);
        int[] first = new int[workers];
        Arrays.setAll(first, worker -> shares.dealt(worker) ? shares.take(worker) : tasks);
        assertEquals(0, first[0]);
        for (int worker = 1; worker < workers; worker++) {
            int share = first[worker] - first[worker - 1];
            assertTrue(share == tasks / workers || share == tasks / workers + 1, "a share of " + share);
        }
    }

    @Test
    void isFinishedWhenAsManyAreReportedAsWereDealt() {
        TaskShares shares = new TaskShares(2);
        assertTrue(shares.finished());
        shares.deal(5);
        assertFalse(shares.report(2));
        assertFalse(shares.finished());
        assertTrue(shares.report(3));
        assertTrue(shares.finished());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void workersSideBySideTakeEachTaskOnce(int workers) throws InterruptedException {
        TaskShares shares = new TaskShares(workers);
        for (int round = 0; round < 200; round++) {
            int tasks = 500 + round;
            AtomicIntegerArray taken = new AtomicIntegerArray(tasks);
            shares.deal(tasks);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                int worker = i;
                threads.add(Thread.ofPlatform().start(() -> all(shares, worker).forEach(taken::incrementAndGet)));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            int[] ones = new int[tasks];
            Arrays.fill(ones, 1);
            int[] counts = new int[tasks];
            Arrays.setAll(counts, taken::get);
            assertArrayEquals(ones, counts);
        }
    }

    private static List<Integer> all(TaskShares shares, int worker) {
        List<Integer> taken = new ArrayList<>();
        int task;
        while ((task = shares.take(worker)) >= 0) {
            taken.add(task);
        }
        return taken;
    }
}
