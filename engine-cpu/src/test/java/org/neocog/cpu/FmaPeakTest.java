package org.neocog.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class FmaPeakTest {
    @Test
    void measuresARateEvenInNoTime() {
        try (WorkerPool pool = new WorkerPool(2)) {
            FmaPeak peak = FmaPeak.measure(pool, Duration.ZERO);
            assertTrue(peak.oneWorker() > 0 && Double.isFinite(peak.oneWorker()), peak.toString());
            assertTrue(peak.allWorkers() > 0 && Double.isFinite(peak.allWorkers()), peak.toString());
        }
    }

    @Test
    void ofASingleWorkerBothFiguresAreOne() {
        try (WorkerPool pool = new WorkerPool(1)) {
            FmaPeak peak = FmaPeak.measure(pool, Duration.ofMillis(1));
            assertEquals(peak.oneWorker(), peak.allWorkers());
        }
    }
}
