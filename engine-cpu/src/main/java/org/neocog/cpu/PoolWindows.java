package org.neocog.cpu;

import org.neocog.graph.Axis;
import org.neocog.graph.PoolGeometry;

/** The elements under each window of a pooling, clipped to the image, worked out once. */
final class PoolWindows {
    final int[] top;
    final int[] bottom;
    final int[] left;
    final int[] right;

    /** Elements run from first (inclusive) to end (exclusive) in steps of the dilation. */
    PoolWindows(PoolGeometry g) {
        top = new int[g.outHeight()];
        bottom = new int[g.outHeight()];
        left = new int[g.outWidth()];
        right = new int[g.outWidth()];
        clip(g.window().height(), g.height(), top, bottom);
        clip(g.window().width(), g.width(), left, right);
    }

    private static void clip(Axis axis, int length, int[] first, int[] end) {
        for (int i = 0; i < first.length; i++) {
            int start = i * axis.stride() - axis.padBefore();
            int skipped = start < 0 ? Math.ceilDiv(-start, axis.dilation()) * axis.dilation() : 0;
            first[i] = start + skipped;
            end[i] = Math.min(length, start + axis.extent());
        }
    }
}
