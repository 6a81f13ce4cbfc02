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

    /** Gives every block its offset; returns the bytes they take together. */
    public static long place(List<Block> blocks) {
        List<Block> order = new ArrayList<>(blocks);
        order.sort(Comparator.comparingLong(Block::bytes).reversed().thenComparingInt(block -> block.first));
        List<Block> placed = new ArrayList<>();
        long total = 0;
        for (Block block : order) {
            block.offset = bestOffset(block, placed);
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
    private static long bestOffset(Block block, List<Block> placed) {
        long best = -1;
        long smallestGap = Long.MAX_VALUE;
        long end = 0;
        for (Block other : placed) {
            if (!block.meets(other)) {
                continue;
            }
            long gap = other.offset - end;
            if (gap >= block.bytes && gap < smallestGap) {
                best = end;
                smallestGap = gap;
            }
            end = Math.max(end, other.offset + other.bytes);
        }
        return best >= 0 ? best : end;
    }
}
