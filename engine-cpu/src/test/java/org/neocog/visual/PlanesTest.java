package org.neocog.visual;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;
import org.neocog.tensor.Shape;

class PlanesTest {
    /** PyTorch: {@code interpolate(arange(6.).reshape(1, 1, 2, 3), size=(3, 5), mode='bilinear', align_corners=False)}. */
    @Test
    void resizesAsPyTorchDoes() {
        float[] expected = {0, 0.4f, 1, 1.6f, 2, 1.5f, 1.9f, 2.5f, 3.1f, 3.5f, 3, 3.4f, 4, 4.6f, 5};
        float[] image = {0, 1, 2, 3, 4, 5};
        assertArrayEquals(expected, Planes.resized(Shape.of(1, 2, 3), image, 3, 5), 1e-6f);
        assertArrayEquals(image, Planes.resized(Shape.of(1, 2, 3), image, 2, 3));
    }

    @Test
    void rollsEachChannelByItself() {
        float[] image = {0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15};
        float[] rolled = {5, 3, 4, 2, 0, 1, 15, 13, 14, 12, 10, 11};
        Shape shape = Shape.of(2, 2, 3);
        assertArrayEquals(rolled, Planes.rolled(shape, image, 1, 1));
        assertArrayEquals(image, Planes.rolled(shape, rolled, -1, -1));
    }
}
