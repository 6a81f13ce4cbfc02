package org.neocog.nn;

import java.util.List;
import org.neocog.graph.GraphBuilder;
import org.neocog.graph.Node;
import org.neocog.tensor.TensorSpec;

/** Everything about a model that matters to training, in a form that can be compared. */
record NetListing(
        String name, LossKind loss, Recipe recipe, List<String> nodes, List<String> parameters, List<String> layers) {
    static NetListing of(Model model, Mode mode) {
        GraphBuilder graph = new GraphBuilder();
        NetBuilder net = new NetBuilder(graph, mode);
        graph.output("scores", model.scores(net, images(graph, model, 2)));
        return new NetListing(
                model.name(),
                model.loss(),
                model.recipe(),
                graph.build().nodes().stream().map(node -> node + " " + node.op()).toList(),
                net.parameters().stream().map(p -> p.name() + " " + p.shape() + " " + p.initializer() + " " + p.decay()).toList(),
                net.layers().stream().map(layer -> layer.name() + " " + layer.op() + " " + layer.output()).toList());
    }

    static NetBuilder build(Model model, Mode mode) {
        GraphBuilder graph = new GraphBuilder();
        NetBuilder net = new NetBuilder(graph, mode);
        model.scores(net, images(graph, model, 1));
        return net;
    }

    private static Node images(GraphBuilder graph, Model model, int batch) {
        return graph.input("images", TensorSpec.f32(model.inputShape().prepend(batch)));
    }
}
