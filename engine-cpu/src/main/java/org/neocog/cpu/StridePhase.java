package org.neocog.cpu;

import org.neocog.graph.Axis;

/**
 * Every stride-th element of a convolution's input along one axis: all that windows at a stride see with the same elements of
 * theirs. With {@code a = (first + padding) mod stride}, element {@code first + stride·i} meets filter elements {@code
 * a + stride·j} at output {@code i + floor((first + padding) / stride) - j}. So its gradient is a convolution of stride 1
 * over the output's gradient, whose filter has these elements in reverse order.
 *
 * @param first the first such element of the input, below the stride
 * @param stride from one to the next
 * @param count how many there are
 * @param taps how many filter elements they meet
 * @param lastTap the last of these in the filter, the first of the reverse order
 * @param padBefore outputs before the first that the reversed filter looks at
 */
record StridePhase(int first, int stride, int count, int taps, int lastTap, int padBefore) {
    static StridePhase of(Axis axis, int size, int first) {
        int stride = axis.stride();
        int remainder = (first + axis.padBefore()) % stride;
        int taps = Math.ceilDiv(axis.kernel() - remainder, stride);
        return new StridePhase(
                first, stride, Math.ceilDiv(size - first, stride), taps, remainder + stride * (taps - 1),
                taps - 1 - (first + axis.padBefore()) / stride);
    }

    /** Whether each phase of an axis has elements, meets some of the filter, and is such a convolution. */
    static boolean suits(Axis axis, int size) {
        if (axis.dilation() != 1 || axis.kernel() < axis.stride() || size < axis.stride()) {
            return false;
        }
        for (int first = 0; first < axis.stride(); first++) {
            if (of(axis, size, first).padBefore < 0) {
                return false;
            }
        }
        return true;
    }

    /** The filter's element of a tap in reverse order. */
    int tap(int reversed) {
        return lastTap - stride * reversed;
    }

    /** The window of stride 1 over the output's gradient. */
    Axis axis() {
        return new Axis(taps, 1, padBefore, 0, 1);
    }
}
