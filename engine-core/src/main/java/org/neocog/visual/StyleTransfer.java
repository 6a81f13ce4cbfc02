package org.neocog.visual;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.BiConsumer;
import org.neocog.NeocogException;
import org.neocog.device.Device;
import org.neocog.exec.Executor;
import org.neocog.graph.Add;
import org.neocog.graph.AdamUpdate;
import org.neocog.graph.Axis;
import org.neocog.graph.Conv2d;
import org.neocog.graph.Gradients;
import org.neocog.graph.GraphBuilder;
import org.neocog.graph.L2;
import org.neocog.graph.MeanSquaredError;
import org.neocog.graph.Node;
import org.neocog.graph.Scale;
import org.neocog.graph.Window;
import org.neocog.random.RandomStream;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/**
 * An image with the content of one picture and the style of another: where a network's activations are those of the former
 * and their Gram matrices those of the latter (Gatys, Ecker and Bethge, "Image style transfer using convolutional neural
 * networks", 2016). Found by Adam on the pixels, which after each step are brought back into [0, 1]; one graph holds both
 * losses, the gradient and the update. The same seed gives the same bits.
 *
 * @param shape of the image, that of the content
 * @param image C*H*W values in [0, 1]
 * @param before the loss of the image that it began with
 * @param after the loss before the last step
 */
public record StyleTransfer(Shape shape, float[] image, double before, double after) {
    private static final String IMAGE = "view.image";
    private static final String MEAN = IMAGE + ".mean";
    private static final String SQUARE = IMAGE + ".square";
    private static final String CONTENT = "view.content";
    private static final String STYLE = "view.style.";
    private static final String RATE = "view.learningRate";
    private static final String STEP = "view.step";
    private static final String ACROSS = "view.across";
    private static final String DOWN = "view.down";

    /**
     * An image as it is given.
     *
     * @param shape as many channels as the network takes, and any size that its layers can take
     * @param values C*H*W of them in [0, 1]
     */
    public record Image(Shape shape, float[] values) {}

    /**
     * @param progress is told the number of each step, from 1, and the loss before it
     * @throws NeocogException if the layers cannot take the images' sizes, or the loss becomes infinite or NaN
     * @throws org.neocog.UsageException if a layer does not exist or gives no maps
     */
    public static StyleTransfer of(
            Device device, ViewedNet net, Image content, Image style, StyleOptions options, BiConsumer<Integer, Double> progress) {
        ViewedNet contentNet = new ImageSizes(net).require("the content image", content.shape().dim(1), content.shape().dim(2));
        ViewedNet styleNet = new ImageSizes(net).require("the style image", style.shape().dim(1), style.shape().dim(2));
        StyleLayers layers =
                StyleLayers.choose(LayerGraph.of(contentNet.model(), 1), options.contentLayer(), options.styleLayers());
        Map<String, HostTensor> targets = new LinkedHashMap<>();
        targets.putAll(contentTarget(device, contentNet, content, layers));
        targets.putAll(styleTargets(device, styleNet, style, layers));
        return descend(device, contentNet, content, layers, targets, options, progress);
    }

    private static Map<String, HostTensor> contentTarget(Device device, ViewedNet net, Image image, StyleLayers chosen) {
        LayerGraph layers = LayerGraph.of(net.model(), 1);
        layers.graph().output(CONTENT, layers.output(chosen.content()));
        return outputs(device, net, image, layers, List.of(CONTENT));
    }

    private static Map<String, HostTensor> styleTargets(Device device, ViewedNet net, Image image, StyleLayers chosen) {
        LayerGraph layers = LayerGraph.of(net.model(), 1);
        chosen.style().forEach(name ->
                layers.graph().output(STYLE + name, Gram.of(layers.graph(), layers.output(name))));
        return outputs(device, net, image, layers, chosen.style().stream().map(name -> STYLE + name).toList());
    }

    private static Map<String, HostTensor> outputs(
            Device device, ViewedNet net, Image image, LayerGraph layers, List<String> names) {
        try (NetRun run = new NetRun(device, net)) {
            Executor executor = run.executor(layers.graph().build());
            executor.feed("images", net.input(image.shape(), image.values()));
            executor.run();
            SequencedMap<String, HostTensor> values = new LinkedHashMap<>();
            names.forEach(name -> values.put(name, executor.fetch(name)));
            return values;
        }
    }

    private static StyleTransfer descend(
            Device device,
            ViewedNet net,
            Image content,
            StyleLayers chosen,
            Map<String, HostTensor> targets,
            StyleOptions options,
            BiConsumer<Integer, Double> progress) {
        TensorSpec spec = TensorSpec.f32(content.shape().prepend(1));
        LayerGraph layers = new LayerGraph(net.model(), graph -> graph.variable(IMAGE, spec));
        addStep(layers, chosen, targets, options);
        try (NetRun run = new NetRun(device, net)) {
            targets.forEach(run::set);
            HostTensor image = net.input(
                    content.shape(), options.noise() ? noise(content.shape(), options.seed()) : content.values());
            run.set(IMAGE, image);
            run.set(MEAN, HostTensor.zeros(spec));
            run.set(SQUARE, HostTensor.zeros(spec));
            differences(content.shape().dim(0)).forEach(run::set);
            Executor executor = run.executor(layers.graph().build());
            executor.feed(RATE, HostTensor.scalar((float) options.rate()));
            HostTensor number = HostTensor.zeros(TensorSpec.i32());
            double first = 0;
            double loss = 0;
            for (int step = 1; step <= options.steps(); step++) {
                number.ints()[0] = step;
                executor.feed(STEP, number);
                executor.run();
                loss = executor.fetch("loss").floats()[0];
                if (!Double.isFinite(loss)) {
                    throw new NeocogException("the loss became " + loss + " at step " + step + "; try a smaller --rate");
                }
                first = step == 1 ? loss : first;
                progress.accept(step, loss);
                image = run.get(IMAGE);
                clip(net, content.shape(), image.floats());
                run.set(IMAGE, image);
            }
            return new StyleTransfer(content.shape(), pixels(net, content.shape(), image.floats()), first, loss);
        }
    }

    private static void addStep(
            LayerGraph layers, StyleLayers chosen, Map<String, HostTensor> targets, StyleOptions options) {
        GraphBuilder graph = layers.graph();
        Node loss = weighted(graph, "content", layers.output(chosen.content()), CONTENT, targets, options.contentWeight());
        for (String name : chosen.style()) {
            Node gram = Gram.of(graph, layers.output(name));
            double share = options.styleWeight() / chosen.style().size();
            loss = graph.add("loss", new Add(), loss, weighted(graph, "style", gram, STYLE + name, targets, share));
        }
        if (options.totalVariation() > 0) {
            loss = graph.add("loss", new Add(), loss, variation(graph, layers.images(), options.totalVariation()));
        }
        graph.output("loss", loss);
        Node gradient = Gradients.of(graph, loss, List.of(layers.images())).get(layers.images());
        TensorSpec spec = layers.images().spec();
        graph.output("update", graph.add(
                "update",
                new AdamUpdate(0.9f, 0.999f, 1e-8f, 0, false),
                layers.images(),
                gradient,
                graph.variable(MEAN, spec),
                graph.variable(SQUARE, spec),
                graph.input(RATE, TensorSpec.f32(Shape.scalar())),
                graph.input(STEP, TensorSpec.i32())));
    }

    private static Node weighted(
            GraphBuilder graph, String name, Node value, String target, Map<String, HostTensor> targets, double weight) {
        Node wanted = graph.variable(target, targets.get(target).spec());
        return graph.add(name + ".weighted", new Scale((float) weight), graph.add(name, new MeanSquaredError(), value, wanted));
    }

    /** The mean of the squared differences of neighbours, by two convolutions with the filters -1, 1. */
    private static Node variation(GraphBuilder graph, Node image, double weight) {
        int channels = image.shape().dim(1);
        Axis one = Axis.of(1, 1, 0);
        Axis two = Axis.of(2, 1, 0);
        float factor = (float) (weight / image.shape().elements());
        Node across = graph.add(
                "across",
                new Conv2d(new Window(one, two), channels, false),
                image,
                graph.variable(ACROSS, TensorSpec.f32(channels, 1, 1, 2)));
        Node down = graph.add(
                "down",
                new Conv2d(new Window(two, one), channels, false),
                image,
                graph.variable(DOWN, TensorSpec.f32(channels, 1, 2, 1)));
        return graph.add(
                "variation",
                new Add(),
                graph.add("across.square", new L2(factor), across),
                graph.add("down.square", new L2(factor), down));
    }

    private static Map<String, HostTensor> differences(int channels) {
        float[] filters = new float[2 * channels];
        for (int i = 0; i < filters.length; i++) {
            filters[i] = i % 2 == 0 ? -1 : 1;
        }
        return Map.of(
                ACROSS, HostTensor.of(Shape.of(channels, 1, 1, 2), filters),
                DOWN, HostTensor.of(Shape.of(channels, 1, 2, 1), filters.clone()));
    }

    private static float[] noise(Shape shape, long seed) {
        float[] values = new float[shape.elements()];
        RandomStream.named(seed, "style/noise").uniform(values, 0, 1);
        return values;
    }

    /** Back to what stands for 0 to 1. */
    private static void clip(ViewedNet net, Shape shape, float[] image) {
        float[] low = net.input(shape, new float[image.length]).floats();
        float[] ones = new float[image.length];
        java.util.Arrays.fill(ones, 1);
        float[] high = net.input(shape, ones).floats();
        for (int i = 0; i < image.length; i++) {
            image[i] = Math.clamp(image[i], low[i], high[i]);
        }
    }

    private static float[] pixels(ViewedNet net, Shape shape, float[] image) {
        int plane = shape.dim(1) * shape.dim(2);
        float[] pixels = new float[image.length];
        for (int i = 0; i < image.length; i++) {
            double value = image[i] * net.normalization().std().get(i / plane) + net.normalization().mean().get(i / plane);
            pixels[i] = (float) Math.clamp(value, 0, 1);
        }
        return pixels;
    }
}
