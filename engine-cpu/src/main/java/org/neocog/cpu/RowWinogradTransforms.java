package org.neocog.cpu;

import org.neocog.cpu.WinogradTransforms.Biases;

/** The transforms of Winograd's F(4, r) along the rows between images and a block's matrices. */
interface RowWinogradTransforms {
    /** Rows of the input that are best transformed together. */
    int rowsTogether();

    /**
     * Writes some rows of the input in all images of a block: for each row and point a matrix {@code channels x columns}.
     *
     * @param row the first row, counted from the first of the block
     * @param rows how many, at most {@link #rowsTogether}
     * @param to where the first matrix of the block's first row begins; the next row's follows it
     */
    void input(CpuBuffer x, int block, int row, int rows, int worker, CpuBuffer v, int to);

    /**
     * The same for the filters' gradient. Machine code writes the transpose, which {@link SmallGemm} wants: for each point a matrix
     * {@code columns x (rows · channels)}, of which these rows are some columns.
     */
    void gradientInput(CpuBuffer x, int block, int row, int rows, int worker, CpuBuffer v, int to);

    /**
     * Writes one row of a block's output from a matrix {@code channels x columns} for each point.
     *
     * @param from where the first matrix begins
     * @param y the row of the output
     */
    void output(CpuBuffer m, int from, int block, int y, Biases biases, int worker, CpuBuffer result);

    /**
     * The transpose: writes one row of the output's gradient as a matrix {@code channels x columns} for each point. What a tile has
     * outside of the row is 0.
     *
     * @param y the row
     * @param to where the first matrix begins
     */
    void outputGradient(CpuBuffer dy, int block, int y, int worker, CpuBuffer m, int to);
}
