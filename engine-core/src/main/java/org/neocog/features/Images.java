package org.neocog.features;

import org.neocog.tensor.Shape;

/** What all features ask of images. */
final class Images {
    private Images() {}

    static void require(Shape shape) {
        if (shape.rank() != 3 || shape.dim(0) != 1 && shape.dim(0) != 3) {
            throw new IllegalArgumentException("features are taken from images of 1 or 3 channels, not " + shape);
        }
    }
}
