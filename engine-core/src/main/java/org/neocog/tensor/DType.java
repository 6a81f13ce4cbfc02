package org.neocog.tensor;

/** Element types. Numbers are 32-bit floats; class labels, seeds and step counts are 32-bit integers. */
public enum DType {
    F32(4),
    I32(4);

    private final int bytes;

    DType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }
}
