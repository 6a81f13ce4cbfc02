// A number of each step, kept for the host to read in one go.

// history[(step - 1) mod length] = value, where the step count starts at 1.
// Launch: one block of one thread; no shared memory.
extern "C" __global__ void neocog_history(float* history, const float* value, const int* step, int length) {
    int at = (*step - 1) % length;
    history[at < 0 ? at + length : at] = *value;
}
