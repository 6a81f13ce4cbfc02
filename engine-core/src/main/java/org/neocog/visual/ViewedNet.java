package org.neocog.visual;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.neocog.checkpoint.Safetensors;
import org.neocog.data.Normalization;
import org.neocog.graph.GraphBuilder;
import org.neocog.nn.Mode;
import org.neocog.nn.Model;
import org.neocog.nn.Models;
import org.neocog.nn.NetBuilder;
import org.neocog.random.RandomStream;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;
import org.neocog.train.TrainedModel;

/**
 * A network to look into.
 *
 * @param weights at least what the layers that are looked at need, by name
 * @param normalization what images in [0, 1] are normalised by before they enter the network
 * @param labels the classes' names
 */
public record ViewedNet(
        Model model, SequencedMap<String, HostTensor> weights, Normalization normalization, List<String> labels) {
    /** Means and standard deviations of ImageNet, which published weights for colour images are trained with. */
    private static final Normalization IMAGENET =
            new Normalization(List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));

    /**
     * @throws IllegalArgumentException if the normalisation is for another number of channels than the model's
     */
    public ViewedNet {
        if (normalization.channels() != model.inputShape().dim(0)) {
            throw new IllegalArgumentException("a normalisation of " + normalization.channels()
                    + " channels does not fit images of " + model.inputShape());
        }
        weights = Collections.unmodifiableSequencedMap(weights);
        labels = List.copyOf(labels);
    }

    /** What a run has learnt. */
    public static ViewedNet of(TrainedModel trained) {
        return new ViewedNet(
                trained.model(),
                trained.weights(),
                trained.config().data().normalization(),
                trained.config().data().labels());
    }

    /** The weights that a training with this seed would begin with; images stay in [0, 1]. */
    public static ViewedNet random(Model model, long seed) {
        NetBuilder net = new NetBuilder(new GraphBuilder(), Mode.INFERENCE);
        model.scores(net, net.graph().input("images", TensorSpec.f32(model.inputShape().prepend(1))));
        SequencedMap<String, HostTensor> weights = new LinkedHashMap<>();
        net.parameters().forEach(parameter -> weights.put(
                parameter.name(),
                parameter.initializer().initialize(parameter.shape(), RandomStream.named(seed, "init/" + parameter.name()))));
        net.buffers().forEach(buffer -> weights.put(
                buffer.name(),
                buffer.initializer().initialize(buffer.shape(), RandomStream.named(seed, "init/" + buffer.name()))));
        return new ViewedNet(model, weights, Normalization.identity(model.inputShape().dim(0)), numbers(model));
    }

    /**
     * Weights from a safetensors file; colour images are normalised as ImageNet's, grey ones stay in [0, 1].
     *
     * @throws org.neocog.NeocogException if the file cannot be read; what is missing in it is found when it is needed
     */
    public static ViewedNet read(Model model, Path file) {
        Map<String, HostTensor> tensors = Safetensors.read(file);
        int channels = model.inputShape().dim(0);
        return new ViewedNet(
                model,
                new LinkedHashMap<>(tensors),
                channels == 3 ? IMAGENET : Normalization.identity(channels),
                numbers(model));
    }

    private static List<String> numbers(Model model) {
        return IntStream.range(0, model.classes()).mapToObj(Integer::toString).toList();
    }

    /**
     * The same layers for images of another size. Weights of fully-connected layers do not suit it any more, so only what
     * comes before these can be looked at.
     *
     * @throws org.neocog.NeocogException if the layers cannot take this size
     */
    ViewedNet at(int height, int width) {
        Shape shape = model.inputShape();
        return shape.dim(1) == height && shape.dim(2) == width
                ? this
                : new ViewedNet(
                        Models.parse(model.description(), model.name(), Shape.of(shape.dim(0), height, width)),
                        weights,
                        normalization,
                        labels);
    }

    /** A normalised copy of an image in [0, 1]. */
    HostTensor input(Shape shape, float[] image) {
        float[] values = image.clone();
        normalization.apply(shape, values, 0);
        return HostTensor.of(shape.prepend(1), values);
    }
}
