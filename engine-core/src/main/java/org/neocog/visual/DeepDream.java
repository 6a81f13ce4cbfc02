package org.neocog.visual;

import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.neocog.NeocogException;
import org.neocog.device.Device;
import org.neocog.exec.Executor;
import org.neocog.graph.Gradients;
import org.neocog.graph.L2;
import org.neocog.graph.Node;
import org.neocog.random.RandomStream;
import org.neocog.tensor.Shape;

/**
 * Changes an image so that a layer responds to it more strongly: gradient ascent on the mean square of the layer's
 * activations, at several sizes of the image one after another, so that patterns of several sizes appear (Mordvintsev, Olah
 * and Tyka, "Inceptionism: going deeper into neural networks", 2015). The same seed gives the same bits.
 *
 * @param shape of the image
 * @param image C*H*W values in [0, 1]
 * @param before mean square of the layer's activations for the image as it was given
 * @param after the same for {@code image}, after the last step at its own size
 * @param octaves sizes at which it was done: fewer than asked for where the smallest were too small for the network
 */
public record DeepDream(Shape shape, float[] image, double before, double after, int octaves) {
    private static final int SMALLEST = 8;

    /**
     * @param shape of the image: as many channels as the network takes, and any size that its layers up to the one chosen can
     *     take
     * @param image C*H*W values in [0, 1]
     * @throws NeocogException if the layers cannot take the image's size, or the layer does not respond to the image
     * @throws org.neocog.UsageException if there is no such layer; the message lists the names
     */
    public static DeepDream of(Device device, ViewedNet net, Shape shape, float[] image, DreamOptions options) {
        ViewedNet whole = new ImageSizes(net).require("the image", shape.dim(1), shape.dim(2));
        List<Shape> sizes = sizes(net, shape, options);
        float[] detail = new float[sizes.getFirst().elements()];
        Shape last = sizes.getFirst();
        float[] dream = image;
        for (int octave = 0; octave < sizes.size(); octave++) {
            Shape size = sizes.get(octave);
            float[] base = Planes.resized(shape, image, size.dim(1), size.dim(2));
            detail = Planes.resized(last, detail, size.dim(1), size.dim(2));
            float[] start = new float[base.length];
            for (int i = 0; i < base.length; i++) {
                start[i] = Math.clamp(base[i] + detail[i], 0f, 1f);
            }
            try (Ascent ascent = new Ascent(device, whole.at(size.dim(1), size.dim(2)), options)) {
                dream = ascent.climb(start, RandomStream.named(options.seed(), "dream/" + (sizes.size() - octave)));
            }
            for (int i = 0; i < base.length; i++) {
                detail[i] = dream[i] - base[i];
            }
            last = size;
        }
        try (Ascent measure = new Ascent(device, whole, options)) {
            return new DeepDream(shape, dream, measure.objective(image), measure.objective(dream), sizes.size());
        }
    }

    /** From the smallest to the image's own; sizes in between are rounded down to what the layers can take. */
    private static List<Shape> sizes(ViewedNet net, Shape shape, DreamOptions options) {
        ImageSizes possible = new ImageSizes(net);
        TreeMap<Integer, Shape> sizes = new TreeMap<>();
        sizes.put(shape.dim(1), shape);
        for (int octave = 1; octave < options.octaves(); octave++) {
            double factor = Math.pow(options.scale(), -octave);
            OptionalInt height = possible.upTo((int) Math.round(shape.dim(1) * factor));
            OptionalInt width = possible.upTo((int) Math.round(shape.dim(2) * factor));
            if (height.isEmpty() || width.isEmpty() || Math.min(height.getAsInt(), width.getAsInt()) < SMALLEST) {
                break;
            }
            sizes.putIfAbsent(height.getAsInt(), Shape.of(shape.dim(0), height.getAsInt(), width.getAsInt()));
        }
        return List.copyOf(sizes.values());
    }

    /** The climb at one size. */
    private static final class Ascent implements AutoCloseable {
        private final ViewedNet net;
        private final Shape shape;
        private final DreamOptions options;
        private final NetRun run;
        private final Executor executor;

        Ascent(Device device, ViewedNet net, DreamOptions options) {
            this.net = net;
            this.shape = net.model().inputShape();
            this.options = options;
            LayerGraph layers = LayerGraph.of(net.model(), 1);
            Node activations = layers.output(options.layer());
            Node objective = layers.graph().add("objective", new L2(1f / activations.shape().elements()), activations);
            layers.graph().output("objective", objective);
            layers.graph().output(
                    "gradient",
                    Gradients.of(layers.graph(), objective, List.of(layers.images())).get(layers.images()));
            this.run = new NetRun(device, net);
            try {
                this.executor = run.executor(layers.graph().build());
            } catch (RuntimeException | Error e) {
                run.close();
                throw e;
            }
        }

        double objective(float[] image) {
            executor.feed("images", net.input(shape, image));
            executor.run();
            return executor.fetch("objective").floats()[0];
        }

        float[] climb(float[] start, RandomStream random) {
            float[] shifts = new float[2 * options.steps()];
            random.uniform(shifts, -options.jitter(), options.jitter() + 1);
            float[] image = start;
            for (int step = 0; step < options.steps(); step++) {
                int down = (int) Math.floor(shifts[2 * step]);
                int right = (int) Math.floor(shifts[2 * step + 1]);
                image = Planes.rolled(shape, image, down, right);
                objective(image);
                move(image, executor.fetch("gradient").floats());
                image = Planes.rolled(shape, image, -down, -right);
            }
            return image;
        }

        /** A pixel's derivative is that of the network's input, (pixel - mean) / std, divided by std. */
        private void move(float[] image, float[] gradient) {
            int plane = shape.dim(1) * shape.dim(2);
            double sum = 0;
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] /= (float) (double) net.normalization().std().get(i / plane);
                sum += Math.abs(gradient[i]);
            }
            if (!(sum > 0) || Double.isInfinite(sum)) {
                throw new NeocogException("the layer " + options.layer() + " does not respond to the image: its gradient is "
                        + (sum == 0 ? "0 everywhere" : "no number") + "; choose another layer or another image");
            }
            double factor = options.rate() * gradient.length / sum;
            for (int i = 0; i < image.length; i++) {
                image[i] = (float) Math.clamp(image[i] + factor * gradient[i], 0, 1);
            }
        }

        @Override
        public void close() {
            run.close();
        }
    }
}
