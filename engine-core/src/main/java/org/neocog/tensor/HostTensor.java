package org.neocog.tensor;

/**
 * A tensor in the host's memory, row-major (NCHW for images): the form in which numbers enter and leave a device.
 * The array is not copied; whoever holds the tensor may change it.
 */
public final class HostTensor {
    private final TensorSpec spec;
    private final Object data;

    private HostTensor(TensorSpec spec, Object data, int length) {
        if (length != spec.elements()) {
            throw new IllegalArgumentException(
                    "a tensor of " + spec + " has " + spec.elements() + " elements, but the array has " + length);
        }
        this.spec = spec;
        this.data = data;
    }

    public static HostTensor of(Shape shape, float[] data) {
        return new HostTensor(new TensorSpec(shape, DType.F32), data, data.length);
    }

    public static HostTensor of(Shape shape, int[] data) {
        return new HostTensor(new TensorSpec(shape, DType.I32), data, data.length);
    }

    public static HostTensor scalar(float value) {
        return of(Shape.scalar(), new float[] {value});
    }

    public static HostTensor zeros(TensorSpec spec) {
        return switch (spec.dtype()) {
            case F32 -> of(spec.shape(), new float[spec.elements()]);
            case I32 -> of(spec.shape(), new int[spec.elements()]);
        };
    }

    public TensorSpec spec() {
        return spec;
    }

    public Shape shape() {
        return spec.shape();
    }

    /**
     * The elements themselves, not a copy.
     *
     * @throws IllegalStateException if the tensor holds integers
     */
    public float[] floats() {
        if (data instanceof float[] floats) {
            return floats;
        }
        throw new IllegalStateException("the tensor is " + spec + ": it holds no floats");
    }

    /**
     * The elements themselves, not a copy.
     *
     * @throws IllegalStateException if the tensor holds floats
     */
    public int[] ints() {
        if (data instanceof int[] ints) {
            return ints;
        }
        throw new IllegalStateException("the tensor is " + spec + ": it holds no integers");
    }

    @Override
    public String toString() {
        return "HostTensor[" + spec + "]";
    }
}
