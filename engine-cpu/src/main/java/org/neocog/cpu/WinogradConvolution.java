package org.neocog.cpu;

import org.neocog.graph.Conv2dGeometry;

/**
 * A 3×3 convolution of stride 1 by Winograd's F(2×2, 3×3): 16 products of matrices {@code filters x channels} and
 * {@code channels x tiles}, which take 4/9 of the multiply-adds. Its rounding errors are those of the plain sum: all that
 * is added are sums of four neighbours. Also the gradient in the input, which is such a convolution too.
 *
 * <p>Where there are many blocks, each worker does blocks by itself; where there are few, all work at one. Both do the same
 * products, so the bits are the same.
 */
final class WinogradConvolution implements CpuKernel {
    private final WorkerPool pool;
    private final WorkerScratch scratch;
    private final Gemm gemm;
    private final WinogradTiles tiles;
    private final WinogradInput input;
    private final WinogradOutput output;
    private final boolean gradient;
    private final boolean bias;
    private final boolean together;

    private WinogradConvolution(WorkerPool pool, WorkerScratch scratch, Gemm gemm, WinogradTiles tiles, boolean gradient, boolean bias) {
        this.pool = pool;
        this.scratch = scratch;
        this.gemm = gemm;
        this.tiles = tiles;
        this.input = new WinogradInput(tiles);
        this.output = new WinogradOutput(tiles);
        int longest = Math.max(input.length(), output.length());
        scratch.reserve(WinogradInput.ARRAYS, Math.max(longest, Math.max(tiles.inChannels(), tiles.outChannels())));
        this.gradient = gradient;
        this.bias = bias;
        this.together = tiles.blocks() < 4 * pool.workers();
    }

    static WinogradConvolution forward(WorkerPool pool, WorkerScratch scratch, Gemm gemm, Conv2dGeometry geometry, boolean bias) {
        return new WinogradConvolution(pool, scratch, gemm, WinogradTiles.forward(geometry), false, bias);
    }

    static WinogradConvolution inputGradient(WorkerPool pool, WorkerScratch scratch, Gemm gemm, Conv2dGeometry geometry) {
        return new WinogradConvolution(pool, scratch, gemm, WinogradTiles.inputGradient(geometry), true, false);
    }

    @Override
    public String method() {
        return "Winograd + " + gemm.name();
    }

    @Override
    public long workspaceBytes() {
        return Float.BYTES * (filterElements() + (long) blockElements() * (together ? 1 : pool.workers()));
    }

    private int filterElements() {
        return WinogradTiles.POINTS * tiles.inChannels() * tiles.outChannels();
    }

    /** Elements of a block's matrices: what goes into the products and what comes out. */
    private int blockElements() {
        return Math.multiplyExact(
                WinogradTiles.POINTS * (tiles.inChannels() + tiles.outChannels()), tiles.mostLead());
    }

    @Override
    public void launch(Inputs inputs, CpuBuffer result, CpuBuffer workspace) {
        transformFilters(inputs.at(1), workspace);
        int blocks = tiles.blocks();
        if (together) {
            for (int b = 0; b < blocks; b++) {
                int block = b;
                pool.run(tiles.inChannels(), (channel, worker) -> in(inputs, block, channel, workspace, 0, worker));
                pool.run(WinogradTiles.POINTS, (point, _) -> product(block, point, workspace, 0));
                pool.run(tiles.outChannels(), (channel, worker) ->
                        out(inputs, result, block, channel, workspace, 0, worker));
            }
            return;
        }
        pool.run(blocks, (block, worker) -> {
            for (int channel = 0; channel < tiles.inChannels(); channel++) {
                in(inputs, block, channel, workspace, worker, worker);
            }
            for (int point = 0; point < WinogradTiles.POINTS; point++) {
                product(block, point, workspace, worker);
            }
            for (int channel = 0; channel < tiles.outChannels(); channel++) {
                out(inputs, result, block, channel, workspace, worker, worker);
            }
        });
    }

    private void transformFilters(CpuBuffer w, CpuBuffer workspace) {
        int stride = tiles.inChannels() * tiles.outChannels();
        float[] u = workspace.floats();
        int uo = workspace.offset();
        int filters = gradient ? tiles.inChannels() : tiles.outChannels();
        int channels = gradient ? tiles.outChannels() : tiles.inChannels();
        pool.run(filters, (filter, worker) -> WinogradFilters.transform(
                w.floats(), w.offset(), channels, filter, gradient, scratch.of(worker), u, uo, stride));
    }

    /** Where the matrices of a block begin; {@code place} is a worker, or 0 if all work together. */
    private int blockAt(CpuBuffer workspace, int place) {
        return workspace.offset() + filterElements() + place * blockElements();
    }

    private int productsAt(CpuBuffer workspace, int place, int lead) {
        return blockAt(workspace, place) + WinogradTiles.POINTS * tiles.inChannels() * lead;
    }

    private void in(Inputs inputs, int block, int channel, CpuBuffer workspace, int place, int worker) {
        CpuBuffer x = inputs.at(0);
        int lead = tiles.lead(block);
        input.transform(
                x.floats(), x.offset(), block, channel, scratch.of(worker), workspace.floats(),
                blockAt(workspace, place) + channel * lead, tiles.inChannels() * lead);
    }

    private void product(int block, int point, CpuBuffer workspace, int place) {
        int columns = tiles.columns(block);
        int lead = tiles.lead(block);
        int in = tiles.inChannels();
        int out = tiles.outChannels();
        float[] all = workspace.floats();
        gemm.sgemm(
                gradient, false, out, columns, in, 1, all, workspace.offset() + point * in * out, gradient ? out : in,
                all, blockAt(workspace, place) + point * in * lead, lead, 0,
                all, productsAt(workspace, place, lead) + point * out * lead, lead);
    }

    private void out(
            Inputs inputs, CpuBuffer result, int block, int channel, CpuBuffer workspace, int place, int worker) {
        int lead = tiles.lead(block);
        float added = bias ? inputs.at(2).floats()[inputs.at(2).offset() + channel] : 0;
        output.transform(
                workspace.floats(), productsAt(workspace, place, lead) + channel * lead,
                tiles.outChannels() * lead, block, channel, added, scratch.of(worker), result.floats(), result.offset());
    }
}
