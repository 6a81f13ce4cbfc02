package org.neocog.visual;

import java.util.OptionalInt;
import org.neocog.UsageException;
import org.neocog.device.Device;
import org.neocog.exec.Executor;
import org.neocog.graph.Gradients;
import org.neocog.graph.Node;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/**
 * Which pixels a class's score hangs on: {@code max over channels of |d score / d pixel|}, the score being the one before
 * any softmax (Simonyan, Vedaldi and Zisserman, "Deep inside convolutional networks", 2014).
 *
 * @param image the class of the largest score
 * @param of the class whose score it is
 * @param scores of all classes
 * @param shape H × W behind one channel
 * @param map H*W numbers of at least 0: how much the score changes with the pixel's value in [0, 1]
 */
public record Saliency(int image, int of, float[] scores, Shape shape, float[] map) {
    /** Where the gradient of the scores begins: 1 at the class, 0 elsewhere. */
    private static final String PICK = "view.class";

    /**
     * @param image C*H*W values in [0, 1], of the model's input shape
     * @param wanted the class, or the one of the largest score
     * @throws UsageException if there is no such class, or classes are those of pixels
     */
    public static Saliency of(Device device, ViewedNet net, float[] image, OptionalInt wanted) {
        int classes = net.model().classes();
        if (net.model().labelsPerImage() > 1) {
            throw new UsageException("the model " + net.model().name()
                    + " scores pixels, not the image, so there is no one score that could hang on the pixels");
        }
        if (wanted.isPresent() && (wanted.getAsInt() < 0 || wanted.getAsInt() >= classes)) {
            throw new UsageException(
                    "there is no class " + wanted.getAsInt() + ": the model has 0 to " + (classes - 1));
        }
        LayerGraph layers = LayerGraph.of(net.model(), 1);
        Node pick = layers.graph().input(PICK, TensorSpec.f32(1, classes));
        layers.graph().output("scores", layers.scores());
        layers.graph().output("gradient", Gradients.of(
                        layers.graph(), layers.scores(), pick, java.util.List.of(layers.images()))
                .get(layers.images()));
        try (NetRun run = new NetRun(device, net)) {
            Executor executor = run.executor(layers.graph().build());
            HostTensor oneHot = HostTensor.zeros(TensorSpec.f32(1, classes));
            executor.feed("images", net.input(net.model().inputShape(), image));
            executor.feed(PICK, oneHot);
            executor.run();
            float[] scores = executor.fetch("scores").floats();
            int best = largest(scores);
            int of = wanted.orElse(best);
            oneHot.floats()[of] = 1;
            executor.feed(PICK, oneHot);
            executor.run();
            Shape shape = net.model().inputShape();
            return new Saliency(
                    best, of, scores, Shape.of(1, shape.dim(1), shape.dim(2)), map(net, executor.fetch("gradient").floats()));
        }
    }

    private static int largest(float[] scores) {
        int best = 0;
        for (int i = 1; i < scores.length; i++) {
            best = scores[i] > scores[best] ? i : best;
        }
        return best;
    }

    /** The network sees {@code (pixel - mean) / std}, so a pixel's derivative is that of its input, divided by std. */
    private static float[] map(ViewedNet net, float[] gradient) {
        Shape shape = net.model().inputShape();
        float[] map = new float[shape.dim(1) * shape.dim(2)];
        for (int i = 0; i < gradient.length; i++) {
            float std = (float) (double) net.normalization().std().get(i / map.length);
            map[i % map.length] = Math.max(map[i % map.length], Math.abs(gradient[i] / std));
        }
        return map;
    }

    /** White where it is largest, black where the pixel does not matter. */
    public Picture picture() {
        return Pictures.stretched(shape, map, 0, Pictures.largest(map));
    }
}
