package org.neocog.visual;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.neocog.NeocogException;
import org.neocog.UsageException;
import org.neocog.nn.LayerInfo;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;

/**
 * Weights as pictures, one for each filter or class. Each has a scale of its own, on which 0 is the grey in the middle and
 * its largest weight by amount is black or white.
 */
public final class WeightPictures {
    private WeightPictures() {}

    /**
     * A convolution's filters. One of 3 channels is a picture in colour; one of any other number gives a grey picture for
     * each channel, those of one filter after another.
     *
     * @param layer the convolution's name, or the first convolution
     * @throws NeocogException if the network has no two-dimensional convolution
     * @throws UsageException if the layer is none of them; the message lists the names
     */
    public static List<Picture> filters(ViewedNet net, Optional<String> layer) {
        Shape shape = weights(net, layer).shape();
        int colours = shape.dim(1) == 3 ? 3 : 1;
        return cut(weights(net, layer).floats(), Shape.of(colours, shape.dim(2), shape.dim(3)));
    }

    /** Filters × channels/groups × height × width of a convolution, as {@link #filters} finds it. */
    public static HostTensor weights(ViewedNet net, Optional<String> layer) {
        List<LayerInfo> convolutions = LayerGraph.of(net.model(), 1).layers().stream()
                .filter(info -> !info.parameters().isEmpty()
                        && info.parameters().getFirst().shape().rank() == 4)
                .toList();
        if (convolutions.isEmpty()) {
            throw new NeocogException("the model " + net.model().name() + " has no convolution, so there are no filters;"
                    + " templates shows the weights of a linear classifier");
        }
        LayerInfo chosen = layer.isEmpty()
                ? convolutions.getFirst()
                : convolutions.stream()
                        .filter(info -> info.name().equals(layer.get()))
                        .findFirst()
                        .orElseThrow(() -> new UsageException("the model " + net.model().name()
                                + " has no convolution \"" + layer.get() + "\"; its convolutions are "
                                + convolutions.stream().map(LayerInfo::name).collect(Collectors.joining(", "))));
        return weight(net, chosen);
    }

    /**
     * The rows of a linear classifier's weights, each as the picture that its class's score compares an image with.
     *
     * @throws NeocogException if the network is more than one fully-connected layer on the pixels of grey or colour images
     */
    public static List<Picture> templates(ViewedNet net) {
        List<LayerInfo> layers = LayerGraph.of(net.model(), 1).layers().stream()
                .filter(info -> !info.op().equals("Flatten") && !info.op().equals("Dropout"))
                .toList();
        Shape shape = net.model().inputShape();
        if (layers.size() != 1 || !layers.getFirst().op().equals("Linear")) {
            throw new NeocogException("templates are the weights of a linear classifier, one fully-connected layer on the pixels"
                    + " and nothing else; the model " + net.model().name() + " has the layers "
                    + layers.stream().map(LayerInfo::name).collect(Collectors.joining(", ")));
        }
        if (shape.dim(0) != 1 && shape.dim(0) != 3) {
            throw new NeocogException("the model " + net.model().name() + " takes " + shape
                    + " (channels x height x width), which are no pictures, so its templates are none either");
        }
        return cut(weight(net, layers.getFirst()).floats(), shape);
    }

    private static HostTensor weight(ViewedNet net, LayerInfo layer) {
        String name = layer.parameters().getFirst().name();
        HostTensor weight = net.weights().get(name);
        if (weight == null) {
            throw new NeocogException("the weights lack the tensor " + name);
        }
        return weight;
    }

    private static List<Picture> cut(float[] values, Shape shape) {
        List<Picture> pictures = new ArrayList<>();
        for (int from = 0; from < values.length; from += shape.elements()) {
            pictures.add(Pictures.weights(shape, Arrays.copyOfRange(values, from, from + shape.elements())));
        }
        return pictures;
    }
}
