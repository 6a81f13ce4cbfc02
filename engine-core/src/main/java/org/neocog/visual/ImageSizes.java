package org.neocog.visual;

import java.util.OptionalInt;
import org.neocog.NeocogException;

/** Which sizes of images a network's layers can take. */
final class ImageSizes {
    /** No network's strides multiply to more. */
    private static final int TRIED = 128;

    private final ViewedNet net;

    ImageSizes(ViewedNet net) {
        this.net = net;
    }

    /** The largest size up to {@code wanted} that windows and strides divide; empty if there is none near it. */
    OptionalInt upTo(int wanted) {
        for (int size = wanted; size > Math.max(0, wanted - TRIED); size--) {
            if (fits(size, size)) {
                return OptionalInt.of(size);
            }
        }
        return OptionalInt.empty();
    }

    /**
     * @throws NeocogException if the layers cannot take images of this size; the message says why and what they could take
     */
    ViewedNet require(String what, int height, int width) {
        try {
            return net.at(height, width);
        } catch (NeocogException e) {
            OptionalInt rows = upTo(height);
            OptionalInt columns = upTo(width);
            boolean tooSmall = (long) height * width < net.model().inputShape().elements();
            String advice = rows.isPresent() && columns.isPresent() && fits(rows.getAsInt(), columns.getAsInt())
                    ? "; crop it to " + columns.getAsInt() + " wide and " + rows.getAsInt() + " high"
                    : tooSmall ? "; use a larger one" : "; use a smaller one";
            throw new NeocogException(what + " is " + width + " wide and " + height + " high, which the layers of "
                    + net.model().name() + " cannot take: " + e.getMessage() + advice, e);
        }
    }

    private boolean fits(int height, int width) {
        try {
            net.at(height, width);
            return true;
        } catch (NeocogException | IllegalArgumentException e) {
            return false;
        }
    }
}
