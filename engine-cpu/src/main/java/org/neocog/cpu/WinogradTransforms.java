package org.neocog.cpu;

/** The three transforms of Winograd's F(4×4, 3×3) between images and a block's 36 matrices. */
interface WinogradTransforms {
    /** Channels that are best transformed together. */
    int channelsTogether(int block);

    /**
     * Writes the rows of some channels in 36 matrices {@code channels x columns} of the input.
     *
     * @param count channels, at most {@link #channelsTogether}
     * @param to where the first channel's row begins in the first matrix
     * @param stride elements from one matrix to the next
     */
    void input(CpuBuffer x, int block, int first, int count, int worker, CpuBuffer v, int to, int stride);

    /**
     * Writes some channels of a block's output from the rows of 36 matrices {@code rows x columns}.
     *
     * @param from where the first channel's row begins in the first matrix
     * @param stride elements from one matrix to the next
     * @param first the first channel
     * @param count channels, at most {@link #channelsTogether}
     */
    void output(CpuBuffer m, int from, int stride, int block, int first, int count, Biases biases, int worker, CpuBuffer y);

    /**
     * The transpose: writes some channels' rows of 36 matrices {@code rows x columns} from the output's gradient. What a tile has
     * outside of the image is 0.
     *
     * @param to where the first channel's row begins in the first matrix
     * @param stride elements from one matrix to the next
     */
    void outputGradient(CpuBuffer dy, int block, int first, int count, int worker, CpuBuffer m, int to, int stride);

    /** What is added to the outputs: element {@code from + channel} of an array, or nothing if that is empty. */
    record Biases(float[] values, int from) {
        static final Biases NONE = new Biases(new float[0], 0);

        float of(int channel) {
            return values.length == 0 ? 0 : values[from + channel];
        }
    }
}
