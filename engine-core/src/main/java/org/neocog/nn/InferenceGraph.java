package org.neocog.nn;

import org.neocog.graph.Graph;
import org.neocog.graph.GraphBuilder;
import org.neocog.graph.Node;
import org.neocog.graph.ShapeException;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/**
 * The graph that predicts: input {@code images} f32[N,C,H,W], outputs {@code scores} and {@code probabilities}
 * f32[N,classes], or a row for each pixel ({@link Model#labelsPerImage}).
 */
public final class InferenceGraph {
    /** Name of the input. */
    public static final String IMAGES = "images";

    private InferenceGraph() {}

    /**
     * @param batch images that are predicted at once
     * @throws ShapeException if a tensor would be too large
     */
    public static Graph of(Model model, int batch) {
        GraphBuilder graph = new GraphBuilder();
        Node scores = model.scores(new NetBuilder(graph, Mode.INFERENCE), images(graph, model.inputShape(), batch));
        graph.output("scores", scores);
        graph.output("probabilities", model.loss().probabilities(graph, scores));
        return graph.build();
    }

    /** Adds the input for a batch of images of this shape. */
    static Node images(GraphBuilder graph, Shape image, int batch) {
        if (batch < 1) {
            throw new IllegalArgumentException("a batch has at least one image, not " + batch);
        }
        Shape shape;
        try {
            shape = image.prepend(batch);
        } catch (IllegalArgumentException e) {
            throw new ShapeException("a batch of " + batch + " images is too large: " + e.getMessage());
        }
        return graph.input(IMAGES, TensorSpec.f32(shape));
    }
}
