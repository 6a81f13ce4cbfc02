package org.neocog.cpu;

import java.util.List;
import java.util.stream.Stream;

/**
 * Blocks of filters that are computed together.
 *
 * @param first the first block's first filter
 * @param size filters of each block
 * @param count blocks
 */
record FilterBlocks(int first, int size, int count) {
    /** Cuts filters into as few blocks as possible of nearly the same size. */
    static List<FilterBlocks> of(int filters, int largest) {
        int blocks = Math.ceilDiv(filters, largest);
        int size = filters / blocks;
        int larger = filters % blocks;
        return Stream.of(
                        new FilterBlocks(0, size + 1, larger), new FilterBlocks(larger * (size + 1), size, blocks - larger))
                .filter(b -> b.count > 0)
                .toList();
    }

    int filters() {
        return size * count;
    }
}
