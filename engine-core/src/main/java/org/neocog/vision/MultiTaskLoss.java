package org.neocog.vision;

import org.neocog.graph.Add;
import org.neocog.graph.GraphBuilder;
import org.neocog.graph.Mul;
import org.neocog.graph.Node;
import org.neocog.graph.Scale;
import org.neocog.graph.SmoothL1;
import org.neocog.graph.SoftmaxCrossEntropy;

/**
 * The loss of a network that says what something is and where: {@code crossEntropy + boxWeight · smoothL1} (Girshick, "Fast
 * R-CNN", 2015). Each part is a mean, so the weight does not depend on the batch.
 *
 * @param boxWeight how much the box counts against the class
 * @param beta of {@link SmoothL1}
 */
public record MultiTaskLoss(float boxWeight, float beta) {
    /** @throws IllegalArgumentException if the weight is negative or not finite, or beta is not above 0 */
    public MultiTaskLoss {
        if (!(boxWeight >= 0 && Float.isFinite(boxWeight))) {
            throw new IllegalArgumentException("a box's weight must be at least 0 and finite, not " + boxWeight);
        }
        if (!(beta > 0 && Float.isFinite(beta))) {
            throw new IllegalArgumentException("beta must be above 0 and finite, not " + beta);
        }
    }

    /**
     * Adds the loss, a scalar.
     *
     * @param scores N × classes
     * @param labels i32[N]
     * @param boxes N × 4, predicted
     * @param targets N × 4, wanted
     * @param counts N × 4, 1 where a box counts and 0 where it does not: background is nowhere
     * @throws org.neocog.graph.ShapeException if these do not fit together
     */
    public Node loss(GraphBuilder graph, Node scores, Node labels, Node boxes, Node targets, Node counts) {
        Node what = graph.add("loss.class", new SoftmaxCrossEntropy(), scores, labels);
        Node where = graph.add(
                "loss.box",
                new SmoothL1(beta),
                graph.add("loss.boxes", new Mul(), boxes, counts),
                graph.add("loss.targets", new Mul(), targets, counts));
        return graph.add("loss", new Add(), what, graph.add("loss.box.weighted", new Scale(boxWeight), where));
    }
}
