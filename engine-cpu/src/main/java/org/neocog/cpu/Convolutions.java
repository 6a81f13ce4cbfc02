package org.neocog.cpu;

import java.util.Optional;
import org.neocog.graph.Conv2dGeometry;

/**
 * Chooses how a convolution is done: once for each node, by its shapes and what the machine has. At stride 1, 3×3 filters go by
 * Winograd's way in both directions, if they have many channels or there is machine code for that, and with it at stride 2 too;
 * otherwise, and 5×5 filters, by that along the rows, if a row of all images has enough tiles. With machine code, few channels go
 * without matrices. 1×1 filters with a stride or on small maps multiply several images' maps side by side, gradients in many
 * filters of small maps likewise, and other input gradients with a stride are computed phase by phase. All others go by im2col.
 *
 * @param code machine code, where this machine can run it
 * @param fast whether these ways may be chosen, or else im2col and matrix products by images do everything
 */
record Convolutions(WorkerPool pool, WorkerScratch scratch, Gemm gemm, Optional<VectorCode> code, boolean fast) {
    /** With fewer channels, the step across the rows costs more than the products it saves, unless it is in machine code. */
    private static final int MANY_CHANNELS = 64;

    private WinogradTools tools() {
        return new WinogradTools(pool, scratch, gemm, code);
    }

    CpuKernel forward(Conv2dGeometry g, boolean bias) {
        if (inTiles(g) || inStridedTiles(g)) {
            return WinogradConvolution.forward(tools(), g, bias);
        }
        if (inRows(g)) {
            return RowWinogradConvolution.forward(tools(), g, bias);
        }
        if (direct(g)) {
            return new DirectConvolution(pool, code.get().direct(), g, bias);
        }
        return fast && PointwiseTiles.suits(g)
                ? PointwiseConvolution.forward(pool, gemm, g, bias)
                : new Conv2dKernel(pool, gemm, g, bias);
    }

    CpuKernel inputGradient(Conv2dGeometry g) {
        if (inTiles(g) || inStridedTiles(g)) {
            return WinogradConvolution.inputGradient(tools(), g);
        }
        if (inRows(g)) {
            return RowWinogradConvolution.inputGradient(tools(), g);
        }
        if (fast && PointwiseTiles.suits(g)) {
            return PointwiseConvolution.inputGradient(pool, gemm, g);
        }
        return fast && PhasedTiles.suits(g) ? new PhasedInputGrad(pool, gemm, g) : new Conv2dInputGradKernel(pool, gemm, g);
    }

    CpuKernel weightGradient(Conv2dGeometry g) {
        if (inTiles(g) || inStridedTiles(g)) {
            return new WinogradWeightGrad(tools(), g);
        }
        if (inRows(g)) {
            return new RowWinogradWeightGrad(tools(), g);
        }
        if (direct(g)) {
            return new DirectWeightGrad(pool, code.get().direct(), g);
        }
        RowProducts products = new RowProducts(gemm, code);
        return fast && WideWeightTiles.suits(g)
                ? new WideWeightGrad(pool, products, g)
                : new Conv2dWeightGradKernel(pool, products, g);
    }

    /**
     * What a multiply-add of the convolution costs, about, in multiply-adds at the machine's peak. Measured: products of matrices
     * with few columns or terms are slow, and so are Winograd's transforms with few channels; those of the filters count the more
     * the fewer results there are.
     */
    double cost(Conv2dGeometry g) {
        double channels = Math.min(g.channels(), g.filters());
        double results = (double) g.batch() * g.positions();
        if (inTiles(g)) {
            int tile = WinogradTiles.TILE;
            double area = (double) tile * tile * Math.ceilDiv(g.outHeight(), tile) * Math.ceilDiv(g.outWidth(), tile);
            return code.isPresent()
                    ? 0.34 * area / g.positions() * (1 + 28 / channels) + 40 / results
                    : 0.5 * area / g.positions() * (1 + 20 / channels) + 140 / results;
        }
        if (inStridedTiles(g)) {
            double area = (double) WinogradTiles.TILE * WinogradTiles.TILE * WinogradTiles.count(g) / g.batch();
            return 0.72 * area / g.positions() * (1 + 12 / channels) + 60 / results;
        }
        if (inRows(g)) {
            boolean three = g.window().width().kernel() == 3;
            double width = (double) RowWinogradTiles.TILE * Math.ceilDiv(g.outWidth(), RowWinogradTiles.TILE);
            return code.isPresent()
                    ? width / g.outWidth() * (three ? 0.52 + 3 / channels : 0.42 + 1.3 / channels)
                    : (three ? 0.7 : 0.5) * (1 + 16 / channels);
        }
        if (direct(g)) {
            return DirectTiles.of(g).cost();
        }
        double columns = fast && PointwiseTiles.suits(g) ? results : g.positions();
        return (1.15 + 40 / columns) * (1 + 20.0 / g.filterElements());
    }

    private boolean inTiles(Conv2dGeometry g) {
        boolean many = code.isPresent() || Math.min(g.channels(), g.filters()) >= MANY_CHANNELS;
        return fast && WinogradTiles.suits(g, code.isPresent()) && (many || !RowWinogradTiles.suits(g));
    }

    private boolean inStridedTiles(Conv2dGeometry g) {
        return fast && code.isPresent() && WinogradTiles.suitsStrided(g);
    }

    private boolean inRows(Conv2dGeometry g) {
        return fast && !inTiles(g) && RowWinogradTiles.suits(g);
    }

    private boolean direct(Conv2dGeometry g) {
        return fast && code.isPresent() && !inTiles(g) && !inRows(g) && DirectTiles.suits(g);
    }
}
