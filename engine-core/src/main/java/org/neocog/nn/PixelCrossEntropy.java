package org.neocog.nn;

import java.util.List;
import org.neocog.graph.GraphBuilder;
import org.neocog.graph.Node;
import org.neocog.graph.Reshape;
import org.neocog.graph.ShapeException;
import org.neocog.graph.SoftmaxCrossEntropy;
import org.neocog.graph.Transpose;
import org.neocog.tensor.Shape;

/** Softmax and cross-entropy where every pixel has a class, as in segmentation. */
public final class PixelCrossEntropy {
    private PixelCrossEntropy() {}

    /**
     * Adds the loss, a scalar named {@code loss}: the mean of {@code -log p[label]} over all pixels.
     *
     * @param scores N × classes × H × W
     * @param labels i32[N·H·W], the pixels in the order of N × H × W
     */
    public static Node loss(GraphBuilder graph, Node scores, Node labels) {
        return graph.add("loss", new SoftmaxCrossEntropy(), rows(graph, scores), labels);
    }

    /**
     * The scores of each pixel in a row, N·H·W × classes, as losses and {@code CountCorrect} take them.
     *
     * @throws ShapeException if the scores are not N × classes × H × W
     */
    public static Node rows(GraphBuilder graph, Node scores) {
        Shape shape = NetBuilder.spatial("pixels", "a loss of pixels", scores);
        Node last = graph.add("pixels.transpose", new Transpose(List.of(0, 2, 3, 1)), scores);
        return graph.add("pixels", new Reshape(Shape.of(shape.elements() / shape.dim(1), shape.dim(1))), last);
    }
}
