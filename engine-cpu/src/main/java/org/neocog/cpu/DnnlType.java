package org.neocog.cpu;

/** Types of elements that primitives work on. */
enum DnnlType {
    F32(3, Float.BYTES),
    BF16(2, Short.BYTES);

    private final int code;
    private final int bytes;

    DnnlType(int code, int bytes) {
        this.code = code;
        this.bytes = bytes;
    }

    /** Its {@code dnnl_data_type_t}. */
    int code() {
        return code;
    }

    /** Bytes of an element. */
    int bytes() {
        return bytes;
    }
}
