package org.neocog.nn;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.neocog.graph.GraphBuilder;
import org.neocog.graph.Node;
import org.neocog.graph.ShapeException;
import org.neocog.tensor.Shape;

/**
 * What a model is made of, layer by layer.
 *
 * @param model its name
 * @param input C × H × W
 * @param batch images that it was worked out for; only the memory depends on it
 * @param layers in order
 * @param memory peak memory of the plans for this batch, if they have been made
 */
public record ModelSummary(String model, Shape input, int batch, List<Row> layers, Optional<PeakMemory> memory) {
    public ModelSummary {
        layers = List.copyOf(layers);
    }

    /**
     * One layer.
     *
     * @param name the layer's
     * @param op in PyTorch's terms: {@code Conv2d}, {@code Linear}, {@code ReLU}…
     * @param output shape for one image
     * @param parameters numbers that training finds, weights and biases
     * @param multiplyAdds for one image; 0 where a layer is not a product sum. Biases and comparisons do not count.
     * @param receptiveField what one output element sees of the image
     */
    public record Row(
            String name, String op, Shape output, long parameters, long multiplyAdds, ReceptiveField receptiveField) {}

    /** Bytes that a device needs at most, for each kind of plan. */
    public record PeakMemory(long inferenceBytes, long trainingBytes) {}

    /**
     * @throws ShapeException if a tensor of this batch would be too large
     */
    public static ModelSummary of(Model model, int batch) {
        GraphBuilder graph = new GraphBuilder();
        NetBuilder net = new NetBuilder(graph, Mode.INFERENCE);
        Node images = InferenceGraph.images(graph, model.inputShape(), batch);
        model.scores(net, images);
        ReceptiveField.Walk walk = new ReceptiveField.Walk(images);
        Map<Node, ReceptiveField> fields = new HashMap<>();
        graph.build().nodes().forEach(node -> fields.put(node, walk.visit(node)));
        List<Row> rows = new ArrayList<>();
        Set<Node> counted = new HashSet<>(Set.of(images));
        for (LayerInfo layer : net.layers()) {
            rows.add(new Row(
                    layer.name(),
                    layer.op(),
                    layer.output().shape().dropFirst(),
                    layer.parameters().stream().mapToLong(p -> p.shape().elements()).sum(),
                    multiplyAdds(layer, counted) / batch,
                    fields.get(layer.output())));
        }
        return new ModelSummary(model.name(), model.inputShape(), batch, rows, Optional.empty());
    }

    /** This summary with the memory that plans for its batch need. */
    public ModelSummary with(PeakMemory peak) {
        return new ModelSummary(model, input, batch, layers, Optional.of(peak));
    }

    /** Numbers that training finds. */
    public long parameters() {
        return layers.stream().mapToLong(Row::parameters).sum();
    }

    /** For one image. */
    public long multiplyAdds() {
        return layers.stream().mapToLong(Row::multiplyAdds).sum();
    }

    /** Of what the layer's output needs and no layer before it has counted. */
    private static long multiplyAdds(LayerInfo layer, Set<Node> counted) {
        long sum = 0;
        Deque<Node> open = new ArrayDeque<>(List.of(layer.output()));
        while (!open.isEmpty()) {
            Node node = open.pop();
            if (counted.add(node)) {
                sum += node.multiplyAdds();
                open.addAll(node.inputs());
            }
        }
        return sum;
    }
}
