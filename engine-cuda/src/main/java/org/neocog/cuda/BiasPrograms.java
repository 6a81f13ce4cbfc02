package org.neocog.cuda;

import static org.neocog.cuda.Argument.input;
import static org.neocog.cuda.Argument.output;
import static org.neocog.cuda.Argument.whole;

import org.neocog.tensor.Shape;

/** A bias for each channel of {@code N x C x inner}, and the sum that is its gradient. */
final class BiasPrograms {
    private static final String FILE = "bias.cu";

    private BiasPrograms() {}

    static Program addBias(Shape shape) {
        return Program.of(addBias(input(0), input(1), shape));
    }

    /** The output is {@code x} and a bias; both may be in one place. */
    static KernelCall addBias(Argument x, Argument bias, Shape shape) {
        return KernelCall.of(
                FILE, "neocog_add_bias", Grid.each(shape.elements()), x, bias, output(), whole(shape.elements()),
                whole(shape.dim(1)), whole(inner(shape)));
    }

    /** The output is the bias, spread over the positions. */
    static KernelCall spreadBias(Argument bias, Shape shape) {
        return KernelCall.of(
                FILE, "neocog_spread_bias", Grid.each(shape.elements()), bias, output(), whole(shape.elements()),
                whole(shape.dim(1)), whole(inner(shape)));
    }

    static Program channelSum(Shape shape) {
        int batch = shape.dim(0);
        int channels = shape.dim(1);
        int inner = inner(shape);
        return Program.of(inner == 1
                ? KernelCall.of("channel_sum.cu", "neocog_column_sum", Grid.columns(channels),
                        input(0), output(), whole(batch), whole(channels))
                : KernelCall.of("channel_sum.cu", "neocog_channel_sum", Grid.of(channels, 256),
                        input(0), output(), whole(batch), whole(channels), whole(inner)));
    }

    private static int inner(Shape shape) {
        return shape.elements(2, shape.rank());
    }
}
