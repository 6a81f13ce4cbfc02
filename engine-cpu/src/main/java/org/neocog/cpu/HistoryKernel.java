package org.neocog.cpu;

/** Puts a step's number in its place in the history. Inputs: history (which is the output), value, step count. */
final class HistoryKernel {
    private HistoryKernel() {}

    static CpuKernel of() {
        return (inputs, history, _) -> {
            int step = inputs.at(2).ints()[inputs.at(2).offset()];
            int at = Math.floorMod(step - 1, history.elements());
            history.floats()[history.offset() + at] = inputs.at(1).scalar();
        };
    }
}
