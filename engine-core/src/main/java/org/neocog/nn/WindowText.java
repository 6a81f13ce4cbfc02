package org.neocog.nn;

import java.util.Locale;
import org.neocog.graph.Axis;
import org.neocog.graph.Remainder;
import org.neocog.graph.Window;

/** Windows as words of a net description, both ways. */
final class WindowText {
    private WindowText() {}

    /** From {@code kernel}, {@code stride} (1, or a pooling's kernel), {@code pad}, {@code dilation} and {@code remainder}. */
    static Window read(Arguments arguments, boolean pooling) {
        int[] one = {1, 1};
        int[] kernel = arguments.pair("kernel", 1, one);
        int[] stride = arguments.pair("stride", 1, pooling ? kernel : one);
        int[] dilation = arguments.pair("dilation", 1, one);
        Remainder remainder =
                arguments.text("remainder").map(word -> remainder(arguments, word, pooling)).orElse(Remainder.FORBID);
        String pad = arguments.text("pad").orElse("valid").toLowerCase(Locale.ROOT);
        if (pad.equals("same")) {
            if (stride[0] != 1 || stride[1] != 1) {
                throw arguments.line().error("pad=same keeps the image's size, so it needs stride=1; write the padding in"
                        + " pixels, as pad=" + kernel[0] / 2);
            }
            return new Window(Axis.same(kernel[0], dilation[0]), Axis.same(kernel[1], dilation[1]), remainder);
        }
        if (!pad.equals("valid") && !pad.matches("\\d.*")) {
            throw arguments.wrong("pad", pad, "same, valid, a number or HEIGHTxWIDTH");
        }
        int[] zeros = {0, 0};
        int[] pads = pad.equals("valid") ? zeros : arguments.pair("pad", 0, zeros);
        return new Window(
                new Axis(kernel[0], stride[0], pads[0], pads[0], dilation[0]),
                new Axis(kernel[1], stride[1], pads[1], pads[1], dilation[1]),
                remainder);
    }

    private static Remainder remainder(Arguments arguments, String word, boolean pooling) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "forbid" -> Remainder.FORBID;
            case "drop" -> Remainder.DROP;
            case "partial" -> {
                if (!pooling) {
                    throw arguments.line().error("a convolution has no partial windows: remainder must be forbid or drop");
                }
                yield Remainder.PARTIAL;
            }
            default -> throw arguments.wrong("remainder", word, pooling ? "forbid, drop or partial" : "forbid or drop");
        };
    }

    /** The words from which {@link #read} gives this window, the kernel first. */
    static String write(Window window, boolean pooling) {
        Axis h = window.height();
        Axis w = window.width();
        StringBuilder text = new StringBuilder(pair(h.kernel(), w.kernel(), true));
        boolean usualStride = pooling
                ? h.stride() == h.kernel() && w.stride() == w.kernel()
                : h.stride() == 1 && w.stride() == 1;
        if (!usualStride) {
            text.append(" stride=").append(pair(h.stride(), w.stride(), false));
        }
        if (h.padBefore() + h.padAfter() + w.padBefore() + w.padAfter() > 0) {
            boolean same = h.equals(Axis.same(h.kernel(), h.dilation())) && w.equals(Axis.same(w.kernel(), w.dilation()));
            text.append(" pad=").append(same ? "same" : pair(h.padBefore(), w.padBefore(), false));
        }
        if (h.dilation() != 1 || w.dilation() != 1) {
            text.append(" dilation=").append(pair(h.dilation(), w.dilation(), false));
        }
        if (window.remainder() != Remainder.FORBID) {
            text.append(" remainder=").append(window.remainder().name().toLowerCase(Locale.ROOT));
        }
        return text.toString();
    }

    private static String pair(int height, int width, boolean both) {
        return both || height != width ? height + "x" + width : Integer.toString(height);
    }
}
