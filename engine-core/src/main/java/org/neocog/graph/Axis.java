package org.neocog.graph;

import java.util.Locale;

/**
 * How a window moves along one spatial axis.
 *
 * @param kernel width of the window in elements
 * @param stride step from one window to the next
 * @param padBefore zeros (or, for max pooling, nothing) before the first element
 * @param padAfter the same after the last element
 * @param dilation distance between neighbouring elements of the window; 1 is a dense window
 */
public record Axis(int kernel, int stride, int padBefore, int padAfter, int dilation) {
    /** One element, moving by one: along this axis nothing happens. */
    public static final Axis IDENTITY = of(1, 1, 0);

    public Axis {
        Check.attribute(kernel >= 1, "a kernel must be at least 1, not " + kernel);
        Check.attribute(stride >= 1, "a stride must be at least 1, not " + stride);
        Check.attribute(dilation >= 1, "a dilation must be at least 1, not " + dilation);
        Check.attribute(padBefore >= 0 && padAfter >= 0, "a padding cannot be negative");
        Check.attribute((kernel - 1L) * dilation + 1 + padBefore + padAfter <= Integer.MAX_VALUE / 2,
                "a window of " + kernel + " with dilation " + dilation + " and padding " + padBefore + "+" + padAfter
                        + " is too large");
    }

    public static Axis of(int kernel, int stride, int pad) {
        return new Axis(kernel, stride, pad, pad, 1);
    }

    /**
     * A window whose output, at stride 1, is as long as its input: (kernel-1)·dilation zeros in all, the odd one at the
     * end as in PyTorch's {@code padding='same'}.
     */
    public static Axis same(int kernel, int dilation) {
        long total = Math.min((kernel - 1L) * dilation, Integer.MAX_VALUE);
        return new Axis(kernel, 1, (int) (total / 2), (int) (total - total / 2), dilation);
    }

    /** Elements from the window's first to its last: (kernel-1)·dilation + 1. */
    public int extent() {
        return (kernel - 1) * dilation + 1;
    }

    /**
     * Number of windows along {@code input} elements: (input + padding - extent) / stride + 1. A partial last window
     * counts only if it starts inside the input or the padding before it (PyTorch's rule).
     *
     * @throws ShapeException if the window is longer than the padded input, or steps do not divide it and that is forbidden
     */
    public int output(int input, Remainder remainder) {
        long room = (long) input + padBefore + padAfter - extent();
        if (room < 0) {
            throw new ShapeException("a window of " + extent() + " does not fit into " + input + " elements with padding "
                    + padBefore + "+" + padAfter);
        }
        if (room / stride >= Integer.MAX_VALUE) {
            throw new ShapeException("padding " + padBefore + "+" + padAfter + " around " + input + " elements is too much");
        }
        int windows = (int) (room / stride) + 1;
        long left = room % stride;
        if (left == 0 || remainder == Remainder.DROP) {
            return windows;
        }
        if (remainder == Remainder.FORBID) {
            throw new ShapeException("a window of " + extent() + " with stride " + stride + " does not fit into " + input
                    + " elements with padding " + padBefore + "+" + padAfter + ": " + left
                    + (left == 1 ? " is" : " are") + " left over, (" + input + "+" + padBefore + "+" + padAfter + "-" + extent()
                    + ")/" + stride + "+1 = " + String.format(Locale.ROOT, "%.2f", (double) room / stride + 1)
                    + " (choose another stride or padding, or say remainder=drop)");
        }
        return (long) windows * stride < (long) input + padBefore ? windows + 1 : windows;
    }

    /**
     * The other way round: how many elements {@code windows} windows lie over, (windows-1)·stride + extent - padding +
     * outputPadding. A convolution of that many elements has {@code windows} windows and leaves {@code outputPadding} over.
     *
     * @param outputPadding below the stride: which of the sizes that give as many windows is meant
     * @throws ShapeException if the output padding is not below the stride, or no element is left
     */
    int input(int windows, int outputPadding) {
        if (outputPadding < 0 || outputPadding >= stride) {
            throw new ShapeException("output padding must be at least 0 and smaller than the stride, but it is "
                    + outputPadding + " and the stride " + stride);
        }
        long elements = (windows - 1L) * stride + extent() - padBefore - padAfter + outputPadding;
        if (elements < 1 || elements > Integer.MAX_VALUE) {
            throw new ShapeException("(" + windows + "-1)*" + stride + "+" + extent() + "-" + padBefore + "-" + padAfter + "+"
                    + outputPadding + " = " + elements + " is no size for the output of a transposed convolution");
        }
        return (int) elements;
    }

    @Override
    public String toString() {
        String pad = padBefore == padAfter ? "" + padBefore : padBefore + "+" + padAfter;
        return "k" + kernel + " s" + stride + " p" + pad + (dilation == 1 ? "" : " d" + dilation);
    }
}
