package org.neocog.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import org.neocog.graph.AddSquares;
import org.neocog.graph.Clamp;
import org.neocog.graph.ClipFactor;
import org.neocog.graph.Fill;
import org.neocog.graph.GraphBuilder;
import org.neocog.graph.Node;
import org.neocog.graph.ScaleBy;
import org.neocog.tensor.TensorSpec;

/**
 * Keeps gradients small, as nodes between the backward pass and the updates: first each element, then the norm of all
 * gradients together. With a bound on the norm no update can run before the last gradient is there, so all of them are kept
 * until then.
 */
final class GradientClipping {
    private GradientClipping() {}

    /** The gradients of the parameters, clipped as the options say. */
    static SequencedMap<Node, Node> clip(
            GraphBuilder graph, SequencedMap<Node, Node> gradients, TrainingOptions options) {
        SequencedMap<Node, Node> clipped = gradients;
        if (options.clipValue() > 0) {
            Clamp clamp = new Clamp((float) options.clipValue());
            clipped = each(clipped, gradient -> graph.add("clipped", clamp, gradient));
        }
        if (options.clipNorm() > 0) {
            Node factor = graph.add("clip.factor", new ClipFactor((float) options.clipNorm()), squares(graph, clipped));
            clipped = each(clipped, gradient -> graph.add("clipped", new ScaleBy(), gradient, factor));
        }
        return clipped;
    }

    private static Node squares(GraphBuilder graph, SequencedMap<Node, Node> gradients) {
        Node sum = graph.add("clip.squares", new Fill(TensorSpec.f32(), 0));
        for (Node gradient : gradients.values()) {
            sum = graph.add("clip.squares", new AddSquares(), gradient, sum);
        }
        return sum;
    }

    private static SequencedMap<Node, Node> each(Map<Node, Node> gradients, UnaryOperator<Node> change) {
        SequencedMap<Node, Node> changed = new LinkedHashMap<>();
        gradients.forEach((parameter, gradient) -> changed.put(parameter, change.apply(gradient)));
        return changed;
    }
}
