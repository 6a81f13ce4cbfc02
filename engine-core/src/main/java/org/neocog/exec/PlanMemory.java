package org.neocog.exec;

/**
 * The bytes that running a plan takes on its device, known before the first run.
 *
 * @param variables weights and optimizer slots
 * @param inputs what is fed
 * @param arena activations, gradients and scratch, after reuse
 * @param kernels what kernels keep for themselves as long as the plan lives
 * @param withoutReuse what the arena would be if every value had bytes of its own
 */
public record PlanMemory(long variables, long inputs, long arena, long kernels, long withoutReuse) {
    /** All that is allocated: the exact peak. */
    public long peak() {
        return variables + inputs + arena + kernels;
    }
}
