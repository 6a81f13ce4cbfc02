package org.neocog.nn;

import org.neocog.NeocogException;
import org.neocog.graph.GraphBuilder;
import org.neocog.graph.MeanSquaredError;
import org.neocog.graph.MulticlassHinge;
import org.neocog.graph.Node;
import org.neocog.graph.OneHot;
import org.neocog.graph.SoftTargetCrossEntropy;
import org.neocog.graph.Softmax;
import org.neocog.graph.SoftmaxCrossEntropy;

/** What training makes small, given scores N × classes and labels i32[N]. Each is a mean over the batch. */
public enum LossKind {
    /** Softmax and cross-entropy: {@code -log p[label]}. */
    CROSS_ENTROPY("softmax"),
    /**
     * The multiclass SVM's hinge loss with margin 1. Another margin would only scale the scores, so there is none to set.
     */
    HINGE("svm"),
    /** Mean of {@code (score - target)²} over all scores, the target being 1 for the label and 0 for the rest. */
    SQUARED_ERROR("mse");

    private final String word;

    LossKind(String word) {
        this.word = word;
    }

    /** The line that asks for this loss in a net description. */
    public String word() {
        return word;
    }

    /** Adds the loss, a scalar named {@code loss}. */
    public Node loss(GraphBuilder graph, Node scores, Node labels) {
        return switch (this) {
            case CROSS_ENTROPY -> graph.add("loss", new SoftmaxCrossEntropy(), scores, labels);
            case HINGE -> graph.add("loss", new MulticlassHinge(1), scores, labels);
            case SQUARED_ERROR -> {
                Node targets = graph.add("targets", new OneHot(scores.shape().dim(1)), labels);
                yield graph.add("loss", new MeanSquaredError(), scores, targets);
            }
        };
    }

    /**
     * Adds the loss against targets between the classes, a scalar named {@code loss}.
     *
     * @param targets N × classes, each row summing to 1
     * @throws NeocogException if this loss knows labels only
     */
    public Node lossOfTargets(GraphBuilder graph, Node scores, Node targets) {
        return switch (this) {
            case CROSS_ENTROPY -> graph.add("loss", new SoftTargetCrossEntropy(), scores, targets);
            case SQUARED_ERROR -> graph.add("loss", new MeanSquaredError(), scores, targets);
            case HINGE -> throw new NeocogException("label smoothing and mixup make targets between the classes, which the loss "
                    + word + " cannot take; leave them out, or end the net with " + CROSS_ENTROPY.word);
        };
    }

    /**
     * Adds N × classes numbers in [0, 1] that sum to 1 in each row: the softmax of the scores. Only for cross-entropy are
     * they what training made them to be, probabilities; for the other losses they merely keep the scores' order.
     */
    public Node probabilities(GraphBuilder graph, Node scores) {
        return graph.add("probabilities", new Softmax(), scores);
    }
}
