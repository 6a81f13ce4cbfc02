package org.neocog.tensor;

/** What a tensor is, without its numbers: shape and element type. */
public record TensorSpec(Shape shape, DType dtype) {
    public static TensorSpec f32(int... dims) {
        return new TensorSpec(Shape.of(dims), DType.F32);
    }

    public static TensorSpec i32(int... dims) {
        return new TensorSpec(Shape.of(dims), DType.I32);
    }

    public static TensorSpec f32(Shape shape) {
        return new TensorSpec(shape, DType.F32);
    }

    public int elements() {
        return shape.elements();
    }

    public long bytes() {
        return (long) shape.elements() * dtype.bytes();
    }

    @Override
    public String toString() {
        return shape + ":" + dtype.name().toLowerCase(java.util.Locale.ROOT);
    }
}
