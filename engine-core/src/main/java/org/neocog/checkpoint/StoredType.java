package org.neocog.checkpoint;

import java.nio.ByteBuffer;
import org.neocog.tensor.DType;
import org.neocog.tensor.HostTensor;

/** The element types of safetensors that can be read, and how each becomes one of ours. */
enum StoredType {
    F32(4, DType.F32) {
        @Override
        void decode(ByteBuffer source, HostTensor target, int from, int count) {
            source.asFloatBuffer().get(target.floats(), from, count);
        }
    },
    I32(4, DType.I32) {
        @Override
        void decode(ByteBuffer source, HostTensor target, int from, int count) {
            source.asIntBuffer().get(target.ints(), from, count);
        }
    },
    F16(2, DType.F32) {
        @Override
        void decode(ByteBuffer source, HostTensor target, int from, int count) {
            for (int i = 0; i < count; i++) {
                target.floats()[from + i] = Float.float16ToFloat(source.getShort());
            }
        }
    },
    /** The upper half of a 32-bit float. */
    BF16(2, DType.F32) {
        @Override
        void decode(ByteBuffer source, HostTensor target, int from, int count) {
            for (int i = 0; i < count; i++) {
                target.floats()[from + i] = Float.intBitsToFloat(source.getShort() << 16);
            }
        }
    },
    F64(8, DType.F32) {
        @Override
        void decode(ByteBuffer source, HostTensor target, int from, int count) {
            for (int i = 0; i < count; i++) {
                double value = source.getDouble();
                float rounded = (float) value;
                if (Float.isInfinite(rounded) && !Double.isInfinite(value)) {
                    throw new ArithmeticException("element " + (from + i) + " is " + value + ", too large for F32");
                }
                target.floats()[from + i] = rounded;
            }
        }
    },
    I64(8, DType.I32) {
        @Override
        void decode(ByteBuffer source, HostTensor target, int from, int count) {
            for (int i = 0; i < count; i++) {
                long value = source.getLong();
                if (value != (int) value) {
                    throw new ArithmeticException("element " + (from + i) + " is " + value + ", too large for I32");
                }
                target.ints()[from + i] = (int) value;
            }
        }
    };

    private final int bytes;
    private final DType dtype;

    StoredType(int bytes, DType dtype) {
        this.bytes = bytes;
        this.dtype = dtype;
    }

    /** Bytes of one stored element. */
    int bytes() {
        return bytes;
    }

    /** What it becomes in memory. */
    DType dtype() {
        return dtype;
    }

    /**
     * Converts {@code count} elements, little-endian, from the buffer's position on, into the target from element
     * {@code from} on.
     *
     * @throws ArithmeticException if a value does not fit; the message names the element
     */
    abstract void decode(ByteBuffer source, HostTensor target, int from, int count);

    static StoredType of(DType dtype) {
        return switch (dtype) {
            case F32 -> F32;
            case I32 -> I32;
        };
    }
}
