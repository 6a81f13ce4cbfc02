package org.neocog.cpu;

import org.neocog.graph.Axis;

/**
 * Some output rows of a window's way over an image, and the input rows under them.
 *
 * @param from first output row
 * @param rows output rows
 * @param inFrom first input row
 * @param inRows input rows
 * @param padBefore rows of padding above them
 * @param padAfter rows of padding below them
 */
record WindowBand(int from, int rows, int inFrom, int inRows, int padBefore, int padAfter) {
    static WindowBand of(Axis axis, int input, int from, int rows) {
        int first = from * axis.stride() - axis.padBefore();
        int end = (from + rows - 1) * axis.stride() - axis.padBefore() + axis.extent();
        int inFrom = Math.clamp(first, 0, input);
        int inEnd = Math.clamp(end, 0, input);
        return new WindowBand(from, rows, inFrom, inEnd - inFrom, inFrom - first, end - inEnd);
    }
}
