package org.neocog.cpu;

/** The transforms in Java. */
final class WinogradArrays implements WinogradTransforms {
    private final WorkerScratch scratch;
    private final WinogradInput input;
    private final WinogradOutput output;

    WinogradArrays(WorkerScratch scratch, WinogradTiles tiles) {
        this.scratch = scratch;
        this.input = new WinogradInput(tiles);
        this.output = new WinogradOutput(tiles);
        scratch.reserve(WinogradOutput.ARRAYS, Math.max(input.length(), output.length()));
    }

    @Override
    public int channelsTogether(int block) {
        return output.channelsTogether(block);
    }

    @Override
    public void input(CpuBuffer x, int block, int first, int count, int worker, CpuBuffer v, int to, int stride) {
        input.transform(x.floats(), x.offset(), block, first, count, scratch.of(worker), v.floats(), to, stride);
    }

    @Override
    public void output(CpuBuffer m, int from, int stride, int block, int first, int count, Biases biases, int worker, CpuBuffer y) {
        output.transform(m.floats(), from, stride, block, first, count, biases, scratch.of(worker), y.floats(), y.offset());
    }

    @Override
    public void outputGradient(CpuBuffer dy, int block, int first, int count, int worker, CpuBuffer m, int to, int stride) {
        output.transpose(dy.floats(), dy.offset(), block, first, count, scratch.of(worker), m.floats(), to, stride);
    }
}
