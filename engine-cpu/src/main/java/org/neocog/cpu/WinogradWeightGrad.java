package org.neocog.cpu;

import org.neocog.graph.Conv2dGeometry;

/**
 * Gradient of a 3×3 convolution of stride 1 in its filters by the transpose of Winograd's F(2×2, 3×3):
 * {@code dw = Gᵀ (Σ (A dy Aᵀ) · (Bᵀ x B)) G}, the sum over all tiles being 16 products of matrices {@code filters x tiles}
 * and {@code tiles x channels}. All workers work at one block of tiles after the other, so sums have one order.
 */
final class WinogradWeightGrad implements CpuKernel {
    private final WorkerPool pool;
    private final WorkerScratch scratch;
    private final Gemm gemm;
    private final WinogradTiles tiles;
    private final WinogradInput input;
    private final WinogradOutput output;

    WinogradWeightGrad(WorkerPool pool, WorkerScratch scratch, Gemm gemm, Conv2dGeometry geometry) {
        this.pool = pool;
        this.scratch = scratch;
        this.gemm = gemm;
        this.tiles = WinogradTiles.forward(geometry);
        this.input = new WinogradInput(tiles);
        this.output = new WinogradOutput(tiles);
        int longest = Math.max(input.length(), output.length());
        scratch.reserve(WinogradInput.ARRAYS, Math.max(longest, tiles.inChannels()));
    }

    @Override
    public String method() {
        return "Winograd + " + gemm.name();
    }

    @Override
    public long workspaceBytes() {
        long matrices = (long) WinogradTiles.POINTS * (tiles.inChannels() + tiles.outChannels()) * tiles.mostLead();
        return Float.BYTES * (sumElements() + matrices);
    }

    private int sumElements() {
        return WinogradTiles.POINTS * tiles.inChannels() * tiles.outChannels();
    }

    @Override
    public void launch(Inputs inputs, CpuBuffer result, CpuBuffer workspace) {
        CpuBuffer x = inputs.at(0);
        CpuBuffer dy = inputs.at(1);
        float[] all = workspace.floats();
        int in = tiles.inChannels();
        int out = tiles.outChannels();
        int sums = workspace.offset();
        int v = sums + sumElements();
        for (int b = 0; b < tiles.blocks(); b++) {
            int block = b;
            int columns = tiles.columns(block);
            int lead = tiles.lead(block);
            int m = v + WinogradTiles.POINTS * in * lead;
            pool.run(in + out, (channel, worker) -> {
                float[][] mine = scratch.of(worker);
                if (channel < in) {
                    input.transform(
                            x.floats(), x.offset(), block, channel, mine, all, v + channel * lead, in * lead);
                } else {
                    output.transpose(
                            dy.floats(), dy.offset(), block, channel - in, mine, all, m + (channel - in) * lead,
                            out * lead);
                }
            });
            pool.run(WinogradTiles.POINTS, (point, _) -> gemm.sgemm(
                    false, true, out, in, columns, 1, all, m + point * out * lead, lead,
                    all, v + point * in * lead, lead, block == 0 ? 0 : 1, all, sums + point * in * out, in));
        }
        pool.run(out, (k, worker) -> WinogradFilters.gradient(
                all, sums, in * out, in, k, scratch.of(worker), result.floats(), result.offset()));
    }
}
