package org.neocog.graph;

import java.util.Optional;

/**
 * A window over images, or over volumes if it has a depth: how it moves along each axis.
 *
 * @param depth empty for images
 */
public record Window(Optional<Axis> depth, Axis height, Axis width, Remainder remainder) {
    public Window(Axis height, Axis width, Remainder remainder) {
        this(Optional.empty(), height, width, remainder);
    }

    public Window(Axis height, Axis width) {
        this(height, width, Remainder.FORBID);
    }

    public static Window square(int kernel, int stride, int pad) {
        Axis axis = Axis.of(kernel, stride, pad);
        return new Window(axis, axis);
    }

    /** Stride 1 and as much padding as keeps the image's size. */
    public static Window same(int kernel) {
        Axis axis = Axis.same(kernel, 1);
        return new Window(axis, axis);
    }

    /** A window over volumes. */
    public static Window volume(Axis depth, Axis height, Axis width) {
        return new Window(Optional.of(depth), height, width, Remainder.FORBID);
    }

    /** A window over volumes that moves along each axis alike. */
    public static Window cube(int kernel, int stride, int pad) {
        Axis axis = Axis.of(kernel, stride, pad);
        return volume(axis, axis, axis);
    }

    /** A window over sequences, taken as images of one row. */
    public static Window row(Axis axis) {
        return new Window(Axis.IDENTITY, axis);
    }

    public Window with(Remainder other) {
        return new Window(depth, height, width, other);
    }

    /** 2 over images, 3 over volumes. */
    public int dimensions() {
        return depth.isPresent() ? 3 : 2;
    }

    /** The depth; images are volumes of one slice. */
    public Axis depthAxis() {
        return depth.orElse(Axis.IDENTITY);
    }

    /** Elements under the window. */
    public int area() {
        return depthAxis().kernel() * height.kernel() * width.kernel();
    }
}
