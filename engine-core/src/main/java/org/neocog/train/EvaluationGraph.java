package org.neocog.train;

import org.neocog.graph.CountCorrect;
import org.neocog.graph.Graph;
import org.neocog.graph.GraphBuilder;
import org.neocog.graph.Node;
import org.neocog.nn.Mode;
import org.neocog.nn.Model;
import org.neocog.nn.NetBuilder;
import org.neocog.nn.ParameterUse;
import org.neocog.tensor.TensorSpec;

/**
 * A forward pass that is compared with the truth. Inputs: {@code images} f32[N,C,H,W] and {@code labels} i32[N] (or one
 * for each pixel, {@link Model#labelsPerImage}). Outputs: {@code loss}, the batch's mean; {@code correct}, how many of the
 * labels were found; {@code scores}, a row for each label.
 */
public final class EvaluationGraph {
    private EvaluationGraph() {}

    /**
     * @throws org.neocog.NeocogException if the model does not fit together
     */
    public static Graph of(Model model, int batch) {
        return of(model, batch, ParameterUse.plain());
    }

    /** As above, with the parameters' numbers wherever {@code use} says. */
    static Graph of(Model model, int batch, ParameterUse use) {
        GraphBuilder graph = new GraphBuilder();
        Node images = graph.input("images", TensorSpec.f32(model.inputShape().prepend(batch)));
        Node labels = graph.input("labels", TensorSpec.i32(batch * model.labelsPerImage()));
        Node scores = model.scores(new NetBuilder(graph, Mode.INFERENCE, use), images);
        graph.output("loss", model.loss().loss(graph, scores, labels));
        graph.output("correct", graph.add("correct", new CountCorrect(), scores, labels));
        graph.output("scores", scores);
        return graph.build();
    }
}
