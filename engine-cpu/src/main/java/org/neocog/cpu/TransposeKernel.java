package org.neocog.cpu;

import java.util.List;
import org.neocog.graph.TransposeGeometry;
import org.neocog.graph.TransposeGeometry.Line;

/**
 * Axes in another order. If the innermost stays, whole rows are copied. Otherwise tiles are transposed that lie in the plane of
 * the output's innermost axis and the input's, so small that each line of the cache that is read or written is used up.
 */
final class TransposeKernel implements CpuKernel {
    private static final int TILE = 16;

    private final WorkerPool pool;
    private final int[] lengths;
    private final int[] strides;
    private final int[] outputStrides;
    private final int last;
    /** The axis of the output along which the input's elements are neighbours. */
    private final int dense;
    /** Tiles in a row of tiles, all of one place along the other axes. */
    private final int blocks;
    private final int pieces;

    TransposeKernel(WorkerPool pool, TransposeGeometry g) {
        this.pool = pool;
        List<Line> axes = g.axes();
        this.last = axes.size() - 1;
        this.lengths = axes.stream().mapToInt(Line::length).toArray();
        this.strides = axes.stream().mapToInt(Line::stride).toArray();
        this.outputStrides = new int[axes.size()];
        int elements = 1;
        for (int k = last; k >= 0; k--) {
            outputStrides[k] = elements;
            elements *= lengths[k];
        }
        int neighbours = last;
        while (strides[neighbours] != 1) {
            neighbours--;
        }
        this.dense = neighbours;
        this.blocks = dense == last ? 1 : Math.ceilDiv(lengths[dense], TILE);
        int outer = elements / lengths[last] / (dense == last ? 1 : lengths[dense]);
        this.pieces = outer * blocks;
    }

    @Override
    public void launch(Inputs inputs, CpuBuffer output, CpuBuffer workspace) {
        CpuBuffer input = inputs.at(0);
        float[] x = input.floats();
        float[] y = output.floats();
        int size = dense == last ? lengths[last] : TILE * lengths[last];
        Spans.run(pool, pieces, size, (from, to) -> {
            for (int piece = from; piece < to; piece++) {
                piece(piece, x, input.offset(), y, output.offset());
            }
        });
    }

    private void piece(int piece, float[] x, int xo, float[] y, int yo) {
        int rest = piece / blocks;
        int from = xo;
        int to = yo;
        for (int k = last - 1; k >= 0; k--) {
            if (k != dense) {
                int at = rest % lengths[k];
                from += at * strides[k];
                to += at * outputStrides[k];
                rest /= lengths[k];
            }
        }
        if (dense == last) {
            System.arraycopy(x, from, y, to, lengths[last]);
            return;
        }
        int i = piece % blocks * TILE;
        int rows = Math.min(TILE, lengths[dense] - i);
        for (int j = 0; j < lengths[last]; j += TILE) {
            int columns = Math.min(TILE, lengths[last] - j);
            tile(x, from + i + j * strides[last], strides[last], y, to + i * outputStrides[dense] + j, outputStrides[dense],
                    rows, columns);
        }
    }

    private static void tile(
            float[] x, int xo, int xStride, float[] y, int yo, int yStride, int rows, int columns) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                y[yo + i * yStride + j] = x[xo + i + j * xStride];
            }
        }
    }
}
