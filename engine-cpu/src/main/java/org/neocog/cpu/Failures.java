package org.neocog.cpu;

import java.util.Map;
import java.util.TreeMap;

/** What the tasks of one run threw, by task index, so that which one is reported does not depend on the threads. */
final class Failures {
    private final Map<Integer, Throwable> byTask = new TreeMap<>();

    void add(int task, Throwable exception) {
        byTask.put(task, exception);
    }

    /** Throws the exception of the lowest task; those of the others are added to it as suppressed ones. */
    void rethrow() {
        Throwable first = byTask.values().iterator().next();
        for (Throwable other : byTask.values()) {
            if (other != first) {
                first.addSuppressed(other);
            }
        }
        throw Failures.<RuntimeException>unchecked(first);
    }

    /** A task can throw a checked exception only by such a trick as this one; it passes through unchanged. */
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T unchecked(Throwable exception) throws T {
        throw (T) exception;
    }
}
