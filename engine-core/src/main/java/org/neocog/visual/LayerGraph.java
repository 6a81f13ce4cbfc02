package org.neocog.visual;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.neocog.UsageException;
import org.neocog.graph.GraphBuilder;
import org.neocog.graph.Node;
import org.neocog.nn.LayerInfo;
import org.neocog.nn.Mode;
import org.neocog.nn.Model;
import org.neocog.nn.NetBuilder;
import org.neocog.tensor.TensorSpec;

/** A network that predicts, in a graph that is still growing, and its layers by name. */
final class LayerGraph {
    private final Model model;
    private final GraphBuilder graph = new GraphBuilder();
    private final Node images;
    private final Node scores;
    private final List<LayerInfo> layers;

    /**
     * @param images adds the node that gives the images, N × the model's input shape
     */
    LayerGraph(Model model, Function<GraphBuilder, Node> images) {
        this.model = model;
        this.images = images.apply(graph);
        NetBuilder net = new NetBuilder(graph, Mode.INFERENCE);
        this.scores = model.scores(net, this.images);
        this.layers = net.layers();
    }

    /** With an input {@code images} for so many images. */
    static LayerGraph of(Model model, int batch) {
        return new LayerGraph(model, graph -> graph.input("images", TensorSpec.f32(model.inputShape().prepend(batch))));
    }

    GraphBuilder graph() {
        return graph;
    }

    Node images() {
        return images;
    }

    Node scores() {
        return scores;
    }

    List<LayerInfo> layers() {
        return layers;
    }

    /**
     * What a layer gives.
     *
     * @throws UsageException if there is no layer of this name; the message lists those that there are
     */
    Node output(String name) {
        return layers.stream()
                .filter(layer -> layer.name().equals(name))
                .map(LayerInfo::output)
                .findFirst()
                .orElseThrow(() -> new UsageException("the model " + model.name() + " has no layer \"" + name
                        + "\"; its layers are "
                        + layers.stream().map(LayerInfo::name).collect(Collectors.joining(", "))));
    }
}
