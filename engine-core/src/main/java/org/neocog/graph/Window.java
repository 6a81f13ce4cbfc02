package org.neocog.graph;

/** A window over images: how it moves down and across. */
public record Window(Axis height, Axis width, Remainder remainder) {
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

    public Window with(Remainder other) {
        return new Window(height, width, other);
    }

    /** Elements under the window. */
    public int area() {
        return height.kernel() * width.kernel();
    }
}
