package org.neocog.data.augment;

/** Lengths of a picture's shorter side, both ends included. */
public record SideRange(int least, int most) {
    /**
     * @throws IllegalArgumentException if the lengths are below 1 or in the wrong order
     */
    public SideRange {
        if (least < 1 || most < least) {
            throw new IllegalArgumentException("a range of sides goes from 1 or more upwards, not from " + least + " to " + most);
        }
    }

    /** {@code LEAST:MOST}, or one number where they are equal. */
    @Override
    public String toString() {
        return least == most ? Integer.toString(least) : least + ":" + most;
    }
}
