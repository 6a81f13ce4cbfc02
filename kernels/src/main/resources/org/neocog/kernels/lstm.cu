// Long short-term memory over N sequences of T steps with H cells; gates are i, f, g, o, in this order, each of H. The products
// with the recurrent weights come between these kernels.

__device__ __forceinline__ float lstmSigmoid(float x) {
    return 1 / (1 + expf(-x));
}

// One step: cells[n, j] and h[n, step, j] from gates[n, step, .] + recurrent[n, .]. At step 0 recurrent and cells are not read.
// Launch: blocks of 256 threads, ceil(N * H / 256) of them; no shared memory.
extern "C" __global__ void neocog_lstm_step(
        const float* gates, const float* recurrent, float* cells, float* h, int batch, int steps, int hidden, int step) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= batch * hidden) {
        return;
    }
    int n = i / hidden;
    int j = i % hidden;
    const float* given = gates + ((long long)n * steps + step) * 4 * hidden + j;
    const float* before = recurrent + (long long)n * 4 * hidden + j;
    float sums[4];
    for (int gate = 0; gate < 4; gate++) {
        sums[gate] = given[gate * hidden] + (step > 0 ? before[gate * hidden] : 0);
    }
    float kept = lstmSigmoid(sums[1]) * (step > 0 ? cells[i] : 0);
    float cell = kept + lstmSigmoid(sums[0]) * tanhf(sums[2]);
    cells[i] = cell;
    h[((long long)n * steps + step) * hidden + j] = lstmSigmoid(sums[3]) * tanhf(cell);
}

// Gates after their activation functions, in the place of the products with the recurrent weights (which are not read at
// step 0), and cells, of all steps.
// Launch: blocks of 256 threads, ceil(N * H / 256) of them; no shared memory.
extern "C" __global__ void neocog_lstm_gates(
        const float* gates, float* active, float* cells, int batch, int steps, int hidden) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= batch * hidden) {
        return;
    }
    int n = i / hidden;
    int j = i % hidden;
    float cell = 0;
    for (int t = 0; t < steps; t++) {
        long long row = (long long)n * steps + t;
        const float* given = gates + row * 4 * hidden + j;
        float* a = active + row * 4 * hidden + j;
        float sums[4];
        for (int gate = 0; gate < 4; gate++) {
            sums[gate] = given[gate * hidden] + (t > 0 ? a[gate * hidden] : 0);
        }
        float in = lstmSigmoid(sums[0]);
        float forget = lstmSigmoid(sums[1]);
        float change = tanhf(sums[2]);
        float kept = forget * cell;
        cell = kept + in * change;
        a[0] = in;
        a[hidden] = forget;
        a[2 * hidden] = change;
        a[3 * hidden] = lstmSigmoid(sums[3]);
        cells[row * hidden + j] = cell;
    }
}

// One step back: dgates[n, step, .] from dh[n, step, .] and what comes back from the next step, by the hidden state (byHidden)
// and by the cell (byCell, which becomes what goes back to the step before). At the last step these two are not read.
// Launch: blocks of 256 threads, ceil(N * H / 256) of them; no shared memory.
extern "C" __global__ void neocog_lstm_step_grad(
        const float* active, const float* cells, const float* dh, const float* byHidden, float* byCell, float* dgates,
        int batch, int steps, int hidden, int step) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= batch * hidden) {
        return;
    }
    int n = i / hidden;
    int j = i % hidden;
    long long row = (long long)n * steps + step;
    bool last = step == steps - 1;
    const float* a = active + row * 4 * hidden + j;
    float* d = dgates + row * 4 * hidden + j;
    float in = a[0];
    float forget = a[hidden];
    float change = a[2 * hidden];
    float out = a[3 * hidden];
    float state = step > 0 ? cells[(row - 1) * hidden + j] : 0;
    float squashed = tanhf(cells[row * hidden + j]);
    float slope = dh[row * hidden + j] + (last ? 0 : byHidden[i]);
    float cell = (last ? 0 : byCell[i]) + slope * out * (1 - squashed * squashed);
    d[0] = cell * change * in * (1 - in);
    d[hidden] = cell * state * forget * (1 - forget);
    d[2 * hidden] = cell * in * (1 - change * change);
    d[3 * hidden] = slope * squashed * out * (1 - out);
    byCell[i] = cell * forget;
}
