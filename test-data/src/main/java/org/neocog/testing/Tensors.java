package org.neocog.testing;

import java.util.Arrays;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/** Small tensors written out. */
final class Tensors {
    private Tensors() {}

    static HostTensor f32(Shape shape, float... values) {
        return HostTensor.of(shape, values);
    }

    static HostTensor row(float... values) {
        return HostTensor.of(Shape.of(values.length), values);
    }

    /** {@code rows} rows of the same length. */
    static HostTensor matrix(int rows, float... values) {
        return HostTensor.of(Shape.of(rows, values.length / rows), values);
    }

    /** One image of one channel. */
    static HostTensor image(int height, int width, float... values) {
        return HostTensor.of(Shape.of(1, 1, height, width), values);
    }

    static HostTensor labels(int... values) {
        return HostTensor.of(Shape.of(values.length), values);
    }

    static HostTensor step(int count) {
        return HostTensor.of(Shape.scalar(), new int[] {count});
    }

    static HostTensor filled(TensorSpec spec, float value) {
        float[] values = new float[spec.elements()];
        Arrays.fill(values, value);
        return HostTensor.of(spec.shape(), values);
    }
}
