package org.neocog.cpu;

import org.neocog.cpu.WinogradTransforms.Biases;

/** The transforms in Java. */
final class RowWinogradArrays implements RowWinogradTransforms {
    private final WorkerScratch scratch;
    private final RowWinogradTiles tiles;
    private final RowWinogradInput input;
    private final RowWinogradOutput output;

    RowWinogradArrays(WorkerScratch scratch, RowWinogradTiles tiles) {
        this.scratch = scratch;
        this.tiles = tiles;
        this.input = new RowWinogradInput(tiles);
        this.output = new RowWinogradOutput(tiles);
        scratch.reserve(RowWinogradOutput.ARRAYS, input.length());
    }

    @Override
    public int rowsTogether() {
        return input.rowsTogether();
    }

    @Override
    public void input(CpuBuffer x, int block, int row, int rows, int worker, CpuBuffer v, int to) {
        input.transform(
                x.floats(), x.offset(), block, row, rows, scratch.of(worker), v.floats(), to, tiles.inputStride(block));
    }

    @Override
    public void gradientInput(CpuBuffer x, int block, int row, int rows, int worker, CpuBuffer v, int to) {
        input(x, block, row, rows, worker, v, to);
    }

    @Override
    public void output(CpuBuffer m, int from, int block, int y, Biases biases, int worker, CpuBuffer result) {
        output.transform(
                m.floats(), from, tiles.outputStride(block), block, y, biases, scratch.of(worker), result.floats(),
                result.offset());
    }

    @Override
    public void outputGradient(CpuBuffer dy, int block, int y, int worker, CpuBuffer m, int to) {
        output.transpose(
                dy.floats(), dy.offset(), block, y, scratch.of(worker), m.floats(), to, tiles.outputStride(block));
    }
}
