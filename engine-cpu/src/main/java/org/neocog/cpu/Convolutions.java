package org.neocog.cpu;

import org.neocog.graph.Conv2dGeometry;

/**
 * Chooses how a convolution is done: once for each node, by its shapes alone. At stride 1, 3×3 filters of many channels go by
 * Winograd's way in both directions; with fewer channels, and 5×5 filters, by that along the rows, if a row of all images has
 * enough tiles; all others by im2col.
 *
 * @param fast whether Winograd's ways may be chosen, or else im2col and matrix products do everything
 */
record Convolutions(WorkerPool pool, WorkerScratch scratch, Gemm gemm, boolean fast) {
    /** With fewer channels, the step along the columns costs more than the products it saves. */
    private static final int MANY_CHANNELS = 64;

    CpuKernel forward(Conv2dGeometry geometry, boolean bias) {
        return switch (way(geometry)) {
            case WINOGRAD -> WinogradConvolution.forward(pool, scratch, gemm, geometry, bias);
            case ROW_WINOGRAD -> RowWinogradConvolution.forward(pool, scratch, gemm, geometry, bias);
            case PLAIN -> new Conv2dKernel(pool, gemm, geometry, bias);
        };
    }

    CpuKernel inputGradient(Conv2dGeometry geometry) {
        return switch (way(geometry)) {
            case WINOGRAD -> WinogradConvolution.inputGradient(pool, scratch, gemm, geometry);
            case ROW_WINOGRAD -> RowWinogradConvolution.inputGradient(pool, scratch, gemm, geometry);
            case PLAIN -> new Conv2dInputGradKernel(pool, gemm, geometry);
        };
    }

    CpuKernel weightGradient(Conv2dGeometry geometry) {
        return switch (way(geometry)) {
            case WINOGRAD -> new WinogradWeightGrad(pool, scratch, gemm, geometry);
            case ROW_WINOGRAD -> new RowWinogradWeightGrad(pool, scratch, gemm, geometry);
            case PLAIN -> new Conv2dWeightGradKernel(pool, gemm, geometry);
        };
    }

    private enum Way {
        WINOGRAD,
        ROW_WINOGRAD,
        PLAIN
    }

    private Way way(Conv2dGeometry geometry) {
        if (!fast) {
            return Way.PLAIN;
        }
        boolean winograd = WinogradTiles.suits(geometry);
        boolean rows = RowWinogradTiles.suits(geometry);
        boolean many = Math.min(geometry.channels(), geometry.filters()) >= MANY_CHANNELS;
        if (winograd && (many || !rows)) {
            return Way.WINOGRAD;
        }
        return rows ? Way.ROW_WINOGRAD : Way.PLAIN;
    }
}
