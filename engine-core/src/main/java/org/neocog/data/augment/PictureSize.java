package org.neocog.data.augment;

/** Rows and columns of a picture. */
public record PictureSize(int height, int width) {
    /**
     * @throws IllegalArgumentException if one is below 1
     */
    public PictureSize {
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException("a picture is at least 1 high and 1 wide, not " + height + "x" + width);
        }
    }

    /** The length of the shorter side. */
    public int shortSide() {
        return Math.min(height, width);
    }

    /** The longer side. */
    int longSide() {
        return Math.max(height, width);
    }

    long pixels() {
        return (long) height * width;
    }

    /**
     * This size scaled until its shorter side is {@code side}, keeping the ratio; the longer side is rounded down, as
     * torchvision does, and stops at the largest int.
     */
    PictureSize withShortSide(int side) {
        int other = (int) Math.min(Integer.MAX_VALUE, (long) side * longSide() / shortSide());
        return height <= width ? new PictureSize(side, other) : new PictureSize(other, side);
    }

    /** {@code HEIGHTxWIDTH}, or one number where they are equal. */
    @Override
    public String toString() {
        return height == width ? Integer.toString(height) : height + "x" + width;
    }
}
