package org.neocog.cpu;

import org.neocog.graph.Conv2dGeometry;

/**
 * Chooses how a convolution is done: once for each node, by its shapes alone. 3×3 and 5×5 filters at stride 1 go by Winograd's
 * way along the rows where a row of all images has enough tiles; by that in both directions, 3×3 only, where it has not, but
 * there are many channels. 1×1 filters with a stride or on small maps multiply several images' maps side by side, gradients in
 * many filters of small maps likewise, and input gradients with a stride are computed phase by phase. All others go by im2col.
 *
 * @param fast whether these ways may be chosen, or else im2col and matrix products by images do everything
 */
record Convolutions(WorkerPool pool, WorkerScratch scratch, Gemm gemm, boolean fast) {
    CpuKernel forward(Conv2dGeometry geometry, boolean bias) {
        if (fast && RowWinogradTiles.suits(geometry)) {
            return RowWinogradConvolution.forward(pool, scratch, gemm, geometry, bias);
        }
        if (fast && PointwiseTiles.suits(geometry)) {
            return PointwiseConvolution.forward(pool, gemm, geometry, bias);
        }
        return fast && WinogradTiles.suits(geometry)
                ? WinogradConvolution.forward(pool, scratch, gemm, geometry, bias)
                : new Conv2dKernel(pool, gemm, geometry, bias);
    }

    CpuKernel inputGradient(Conv2dGeometry geometry) {
        if (fast && RowWinogradTiles.suits(geometry)) {
            return RowWinogradConvolution.inputGradient(pool, scratch, gemm, geometry);
        }
        if (fast && PointwiseTiles.suits(geometry)) {
            return PointwiseConvolution.inputGradient(pool, gemm, geometry);
        }
        if (fast && PhasedTiles.suits(geometry)) {
            return new PhasedInputGrad(pool, gemm, geometry);
        }
        return fast && WinogradTiles.suits(geometry)
                ? WinogradConvolution.inputGradient(pool, scratch, gemm, geometry)
                : new Conv2dInputGradKernel(pool, gemm, geometry);
    }

    CpuKernel weightGradient(Conv2dGeometry geometry) {
        if (fast && RowWinogradTiles.suits(geometry)) {
            return new RowWinogradWeightGrad(pool, scratch, gemm, geometry);
        }
        if (fast && WinogradTiles.suits(geometry)) {
            return new WinogradWeightGrad(pool, scratch, gemm, geometry);
        }
        return fast && WideWeightTiles.suits(geometry)
                ? new WideWeightGrad(pool, gemm, geometry)
                : new Conv2dWeightGradKernel(pool, gemm, geometry);
    }
}
