package org.neocog.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InterruptionTest {
    private final Interruption interruption = new Interruption();

    @Test
    void asksTheCommandAndWaitsUntilItHasFinished() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        interruption.onRequest(asked::countDown);
        Thread hook = Thread.ofPlatform().start(interruption::stop);
        asked.await();
        assertTrue(hook.isAlive());
        interruption.finished();
        hook.join();
    }

    @Test
    void doesNotWaitForACommandThatAskedForNothing() throws InterruptedException {
        Thread hook = Thread.ofPlatform().start(interruption::stop);
        assertTrue(hook.join(Duration.ofSeconds(50)));
    }

    @Test
    void doesNotDisturbAnEndThatCameByItself() {
        AtomicBoolean asked = new AtomicBoolean();
        interruption.onRequest(() -> asked.set(true)).close();
        interruption.stop();
        assertFalse(asked.get());
        interruption.onRequest(() -> asked.set(true));
        interruption.finished();
        interruption.stop();
        assertFalse(asked.get());
    }
}
