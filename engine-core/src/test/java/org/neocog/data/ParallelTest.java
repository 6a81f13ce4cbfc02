package org.neocog.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.neocog.NeocogException;

class ParallelTest {
    @ParameterizedTest
    @CsvSource({"0, 4", "1, 4", "16, 1", "17, 2", "1000, 1", "1000, 3", "100, 64"})
    void everyIndexHasItsTurnOnce(int count, int threads) {
        AtomicIntegerArray calls = new AtomicIntegerArray(count);
        Parallel.run(count, threads, calls::incrementAndGet);
        for (int i = 0; i < count; i++) {
            assertEquals(1, calls.get(i));
        }
    }

    @Test
    void theFailureOfTheLowestIndexIsThrown() {
        for (int repetition = 0; repetition < 50; repetition++) {
            AtomicIntegerArray calls = new AtomicIntegerArray(1000);
            NeocogException e = assertThrows(NeocogException.class, () -> Parallel.run(1000, 4, index -> {
                calls.incrementAndGet(index);
                if (index % 100 == 37) {
                    throw new NeocogException("picture " + index);
                }
            }));
            assertEquals("picture 37", e.getMessage());
            for (int i = 0; i < 37; i++) {
                assertEquals(1, calls.get(i));
            }
        }
    }

    @Test
    void errorsAreThrownAsTheyAre() {
        Error error = new OutOfMemoryError("as a test");
        assertEquals(error, assertThrows(OutOfMemoryError.class, () -> Parallel.run(40, 3, _ -> {
            throw error;
        })));
        assertTrue(Thread.getAllStackTraces().keySet().stream().noneMatch(t -> t.getName().startsWith("neocog-data")));
    }
}
