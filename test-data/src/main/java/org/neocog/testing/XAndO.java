package org.neocog.testing;

import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/**
 * The lecture's toy net for X's and O's (KTH ID2223): an X of 9 x 9 pixels, three filters for its strokes and its crossing,
 * the mean of the nine products at each place, ReLU, and a 2 x 2 max pooling whose last window is partial. The lecture
 * prints the maps cut off after two digits (7/9 as 0.77); here they stand in ninths.
 */
final class XAndO {
    private static final Shape MAPS = Shape.of(1, 3, 7, 7);

    private XAndO() {}

    /** -1 for paper, 1 for ink. */
    static HostTensor image() {
        HostTensor image = Tensors.filled(TensorSpec.f32(1, 1, 9, 9), -1);
        for (int i = 1; i < 8; i++) {
            image.floats()[9 * i + i] = 1;
            image.floats()[9 * i + 8 - i] = 1;
        }
        return image;
    }

    static HostTensor filters() {
        return HostTensor.of(Shape.of(3, 1, 3, 3), new float[] {
            1, -1, -1,
            -1, 1, -1,
            -1, -1, 1,

            1, -1, 1,
            -1, 1, -1,
            1, -1, 1,

            -1, -1, 1,
            -1, 1, -1,
            1, -1, -1
        });
    }

    /** The sums of nine products: nine times what the lecture prints. */
    static HostTensor matches() {
        return HostTensor.of(MAPS, new float[] {
            7, -1, 1, 3, 5, -1, 3,
            -1, 9, -1, 3, -1, 1, -1,
            1, -1, 9, -3, 1, -1, 5,
            3, 3, -3, 5, -3, 3, 3,
            5, -1, 1, -3, 9, -1, 1,
            -1, 1, -1, 3, -1, 9, -1,
            3, -1, 5, 3, 1, -1, 7,

            3, -5, 1, -1, 1, -5, 3,
            -5, 5, -5, 3, -5, 5, -5,
            1, -5, 5, -7, 5, -5, 1,
            -1, 3, -7, 9, -7, 3, -1,
            1, -5, 5, -7, 5, -5, 1,
            -5, 5, -5, 3, -5, 5, -5,
            3, -5, 1, -1, 1, -5, 3,

            3, -1, 5, 3, 1, -1, 7,
            -1, 1, -1, 3, -1, 9, -1,
            5, -1, 1, -3, 9, -1, 1,
            3, 3, -3, 5, -3, 3, 3,
            1, -1, 9, -3, 1, -1, 5,
            -1, 9, -1, 3, -1, 1, -1,
            7, -1, 1, 3, 5, -1, 3
        });
    }

    /** 0.77, -0.11, 0.11, 0.33 … in the lecture. */
    static HostTensor means() {
        return ninths(matches().floats());
    }

    /** 0.77, 0, 0.11, 0.33 … in the lecture. */
    static HostTensor rectified() {
        HostTensor means = means();
        for (int i = 0; i < means.floats().length; i++) {
            means.floats()[i] = Math.max(means.floats()[i], 0);
        }
        return means;
    }

    /** 1.00, 0.33, 0.55, 0.33 … in the lecture: 4 x 4, of which the last row and column see half a window. */
    static HostTensor pooled() {
        float[] ninths = {
            9, 3, 5, 3,
            3, 9, 3, 5,
            5, 3, 9, 1,
            3, 5, 1, 7,

            5, 3, 5, 3,
            3, 9, 5, 1,
            5, 5, 5, 1,
            3, 1, 1, 3,

            3, 5, 9, 7,
            5, 5, 9, 3,
            9, 9, 1, 5,
            7, 3, 5, 3
        };
        return HostTensor.of(Shape.of(1, 3, 4, 4), ninths(ninths).floats());
    }

    private static HostTensor ninths(float[] values) {
        float[] result = new float[values.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = values[i] / 9;
        }
        return HostTensor.of(values.length == MAPS.elements() ? MAPS : Shape.of(values.length), result);
    }
}
