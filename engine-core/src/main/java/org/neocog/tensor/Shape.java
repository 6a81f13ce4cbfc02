package org.neocog.tensor;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The dimensions of a tensor, outermost first (images are {@code N x C x H x W}). A shape of rank 0 is a scalar. */
public final class Shape {
    private static final Shape SCALAR = new Shape(new int[0]);

    private final int[] dims;

    private Shape(int[] dims) {
        this.dims = dims;
    }

    /**
     * @throws IllegalArgumentException if a dimension is below 1 or the tensor has 2^31 elements or more
     */
    public static Shape of(int... dims) {
        if (dims.length == 0) {
            return SCALAR;
        }
        long elements = 1;
        for (int dim : dims) {
            if (dim < 1) {
                throw new IllegalArgumentException("a dimension must be at least 1, not " + dim + " (in " + text(dims) + ")");
            }
            elements *= dim;
            if (elements > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("a tensor holds at most 2^31-1 elements; " + text(dims) + " is larger");
            }
        }
        return new Shape(dims.clone());
    }

    public static Shape scalar() {
        return SCALAR;
    }

    public int rank() {
        return dims.length;
    }

    /** Dimension {@code axis}; a negative axis counts from the end, -1 being the innermost. */
    public int dim(int axis) {
        int index = axis < 0 ? dims.length + axis : axis;
        if (index < 0 || index >= dims.length) {
            throw new IllegalArgumentException("axis " + axis + " is outside the shape " + this);
        }
        return dims[index];
    }

    /** Number of elements: the product of the dimensions, 1 for a scalar. */
    public int elements() {
        return elements(0, dims.length);
    }

    /** Product of the dimensions from axis {@code from} up to but not including {@code to}. */
    public int elements(int from, int to) {
        int product = 1;
        for (int i = from; i < to; i++) {
            product *= dims[i];
        }
        return product;
    }

    public int[] toArray() {
        return dims.clone();
    }

    /** This shape behind one more, outermost dimension: {@code CxHxW} with {@code N} gives {@code NxCxHxW}. */
    public Shape prepend(int outermost) {
        int[] result = new int[dims.length + 1];
        result[0] = outermost;
        System.arraycopy(dims, 0, result, 1, dims.length);
        return of(result);
    }

    /** This shape without its outermost dimension. */
    public Shape dropFirst() {
        return of(Arrays.copyOfRange(dims, 1, dims.length));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(dims, shape.dims);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(dims);
    }

    /** {@code 100x3x32x32}; a scalar is {@code scalar}. */
    @Override
    public String toString() {
        return dims.length == 0 ? "scalar" : text(dims);
    }

    private static String text(int[] dims) {
        return Arrays.stream(dims).mapToObj(Integer::toString).collect(Collectors.joining("x"));
    }
}
