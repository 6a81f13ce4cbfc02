package org.neocog.testing;

import org.neocog.graph.Axis;
import org.neocog.graph.Remainder;
import org.neocog.graph.Window;

/** Windows as the cases need them. */
final class Windows {
    private Windows() {}

    static Window of(int kernel, int stride, int pad) {
        return Window.square(kernel, stride, pad);
    }

    static Window of(Axis height, Axis width) {
        return new Window(height, width);
    }

    static Window partial(Axis height, Axis width) {
        return new Window(height, width, Remainder.PARTIAL);
    }

    static Window drop(Axis height, Axis width) {
        return new Window(height, width, Remainder.DROP);
    }
}
