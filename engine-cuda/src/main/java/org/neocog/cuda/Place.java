package org.neocog.cuda;

/**
 * Where a command finds a tensor: in an input, the output or the workspace of its node, so many bytes from the start. Known
 * when a node is compiled; the addresses come with each launch.
 *
 * @param slot number of the input, or one of the constants
 */
record Place(int slot, long byteOffset) {
    static final Place OUTPUT = new Place(-1, 0);
    static final Place WORKSPACE = new Place(-2, 0);

    static Place input(int number) {
        return new Place(number, 0);
    }

    /** So many floats further on. */
    Place plus(long floats) {
        return new Place(slot, byteOffset + floats * Float.BYTES);
    }
}
