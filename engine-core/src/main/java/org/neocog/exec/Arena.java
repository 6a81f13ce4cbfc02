package org.neocog.exec;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Places blocks that live for a span of steps so that no two share bytes while both are alive: largest first, each at the
 * best gap among those already placed that it meets in time (Pisarchyk and Lee, "Efficient memory management for deep
 * neural net inference", 2020).
 */
public final class Arena {
    /** Blocks start at whole cache lines, which is also the widest vector. */
    public static final int ALIGNMENT = 64;
    /**
     * The arena is made of allocations of so many bytes, of which only the last may be smaller; no block lies in two of them.
     * It is as much as the elements of a Java array can be, in whole cache lines.
     */
    static final long SEGMENT = (long) (Integer.MAX_VALUE - 15) * Float.BYTES;

    /** Bytes that are in use from one step to another. */
    public static final class Block {
        private final long bytes;
        private final int first;
        private int last;
        private long offset = -1;

        /**
         * @param first the step that writes it
         */
        public Block(long bytes, int first) {
            this.bytes = aligned(bytes);
            this.first = first;
            this.last = first;
        }

        public long bytes() {
            return bytes;
        }

        /** Says that a step reads it. */
        public void usedBy(int step) {
            last = Math.max(last, step);
        }

        /** Where it was placed, in bytes. */
        public long offset() {
            return offset;
        }

        private boolean meets(Block other) {
            return first <= other.last && other.first <= last;
        }
    }

    private Arena() {}

    /** The bytes that a value of {@code bytes} takes up. */
    public static long aligned(long bytes) {
        return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    /** Gives every block its offset, none across the end of an allocation; returns the bytes they take together. */
    public static long place(List<Block> blocks) {
        return place(blocks, SEGMENT);
    }

    /**
     * Gives every block its offset; returns the bytes they take together.
     *
     * @param segment bytes of which no block crosses a multiple; a multiple of the alignment, and no block is larger
     */
    static long place(List<Block> blocks, long segment) {
        List<Block> order = new ArrayList<>(blocks);
        order.sort(Comparator.comparingLong(Block::bytes).reversed().thenComparingInt(block -> block.first));
        List<Block> placed = new ArrayList<>();
        long total = 0;
        for (Block block : order) {
            block.offset = bestOffset(block, placed, segment);
            total = Math.max(total, block.offset + block.bytes);
            int at = 0;
            while (at < placed.size() && placed.get(at).offset <= block.offset) {
                at++;
            }
            placed.add(at, block);
        }
        return total;
    }

    /** The smallest gap that holds the block, or the end of those it meets. {@code placed} is in order of offset. */
    private static long bestOffset(Block block, List<Block> placed, long segment) {
        long best = -1;
        long smallestGap = Long.MAX_VALUE;
        long end = 0;
        for (Block other : placed) {
            if (!block.meets(other)) {
                continue;
            }
            long start = within(segment, end, block.bytes);
            long gap = other.offset - end;
            if (other.offset - start >= block.bytes && gap < smallestGap) {
                best = start;
                smallestGap = gap;
            }
            end = Math.max(end, other.offset + other.bytes);
        }
        return best >= 0 ? best : within(segment, end, block.bytes);
    }

    /** The first place from {@code offset} on from which {@code bytes} do not reach into the next segment. */
    private static long within(long segment, long offset, long bytes) {
        return offset % segment + bytes <= segment ? offset : (offset / segment + 1) * segment;
    }
}
