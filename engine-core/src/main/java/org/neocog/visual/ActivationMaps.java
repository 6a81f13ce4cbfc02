package org.neocog.visual;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.neocog.device.Device;
import org.neocog.exec.Executor;
import org.neocog.graph.Node;
import org.neocog.tensor.Shape;

/**
 * What a layer makes of an image.
 *
 * @param shape of the layer's output for one image: C × H × W, or any other
 * @param values row-major
 */
public record ActivationMaps(Shape shape, float[] values) {
    /**
     * @param layer by name
     * @param image C*H*W values in [0, 1], of the model's input shape
     * @throws org.neocog.UsageException if there is no such layer; the message lists the names
     */
    public static ActivationMaps of(Device device, ViewedNet net, String layer, float[] image) {
        LayerGraph layers = LayerGraph.of(net.model(), 1);
        Node node = layers.output(layer);
        layers.graph().output("activations", node);
        try (NetRun run = new NetRun(device, net)) {
            Executor executor = run.executor(layers.graph().build());
            executor.feed("images", net.input(net.model().inputShape(), image));
            executor.run();
            return new ActivationMaps(node.shape().dropFirst(), executor.fetch("activations").floats());
        }
    }

    public float smallest() {
        return Pictures.smallest(values);
    }

    public float largest() {
        return Pictures.largest(values);
    }

    /**
     * A grey picture for each map, all on one scale: the smallest activation of the layer is black, the largest white. The
     * last two dimensions are a map's rows and columns; a layer without them gives its numbers one pixel each.
     */
    public List<Picture> pictures() {
        int width = shape.rank() < 2 ? 1 : shape.dim(-1);
        int height = shape.rank() < 2 ? 1 : shape.dim(-2);
        List<Picture> pictures = new ArrayList<>();
        for (int from = 0; from < values.length; from += height * width) {
            float[] map = Arrays.copyOfRange(values, from, from + height * width);
            pictures.add(Pictures.stretched(Shape.of(1, height, width), map, smallest(), largest()));
        }
        return pictures;
    }
}
