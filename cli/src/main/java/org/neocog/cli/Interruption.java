package org.neocog.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C (SIGINT) and SIGTERM. The process ends as soon as the JVM's shutdown hooks have run, so the hook here asks the
 * command that runs to stop and waits until it has done so and the results are printed. A command that asked for nothing is
 * ended at once. The JVM gives the exit code, 128 + signal.
 */
final class Interruption {
    /** Enough for one long step and a large checkpoint on a slow disk. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile Runnable request = () -> {};
    private volatile boolean wanted;

    /** Lets a command be told: {@code request} is called on another thread. It holds until the answer is closed. */
    Registration onRequest(Runnable request) {
        this.request = request;
        wanted = true;
        return () -> wanted = false;
    }

    /** Everything is done and printed. */
    void finished() {
        finished.countDown();
    }

    /** Makes this the process's answer to signals. */
    void install() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "neocog-interruption"));
    }

    /** What the shutdown hook does. */
    void stop() {
        if (finished.getCount() > 0 && wanted) {
            request.run();
            try {
                finished.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Ends a command's wish to be told. */
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
