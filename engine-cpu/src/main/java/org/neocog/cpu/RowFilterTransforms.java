package org.neocog.cpu;

/** The filters' side of Winograd's F(4, r) along the rows, for filters of some channels. */
interface RowFilterTransforms {
    /**
     * Transforms one filter of all channels.
     *
     * @param w filters, K x C x r x r
     * @param filter which of them
     * @param turned whether the filter is to be turned by 180 degrees
     * @param to where the filter's first row goes at the first point
     * @param down elements from one of the filter's rows to the next
     * @param stride elements from one point to the next
     */
    void transform(CpuBuffer w, int filter, boolean turned, int worker, CpuBuffer u, int to, int down, int stride);

    /**
     * Writes the gradient of one filter of all channels, the sum of several.
     *
     * @param from where the filter's first row is at the first point; its others follow it
     * @param stride elements from one point to the next
     * @param sums how many there are to be added, each {@code points · stride} elements after the one before
     * @param dw the gradient, K x C x r x r
     * @param filter which filter
     */
    void gradient(CpuBuffer u, int from, int stride, int sums, int worker, CpuBuffer dw, int filter);
}
