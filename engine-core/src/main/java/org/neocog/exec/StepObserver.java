package org.neocog.exec;

/** Watches a run step by step, for profiles, traces and comparisons. The executor waits for the device around each step. */
public interface StepObserver {
    /** Called with the inputs as the step will read them. */
    default void before(BoundStep step) {}

    /** Called when the step is done, with the nanoseconds that it took. */
    void after(BoundStep step, long nanos);
}
