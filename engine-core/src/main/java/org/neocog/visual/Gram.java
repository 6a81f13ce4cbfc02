package org.neocog.visual;

import org.neocog.graph.GraphBuilder;
import org.neocog.graph.MatMul;
import org.neocog.graph.Node;
import org.neocog.graph.Reshape;
import org.neocog.graph.Scale;
import org.neocog.tensor.Shape;

/**
 * Which maps of a layer respond at the same places, wherever these are: {@code G[i,j] = Σ_p F[i,p] F[j,p] / (C·H·W)} with
 * F the maps as C rows of H·W (Gatys, Ecker and Bethge, "Image style transfer using convolutional neural networks", 2016).
 */
final class Gram {
    private Gram() {}

    /** From 1 × C × H × W to C × C. */
    static Node of(GraphBuilder graph, Node maps) {
        Shape shape = maps.shape();
        String name = maps.name() + ".gram";
        Node rows = graph.add(name + ".rows", new Reshape(Shape.of(shape.dim(1), shape.elements(2, 4))), maps);
        Node products = graph.add(name + ".products", new MatMul(false, true), rows, rows);
        return graph.add(name, new Scale(1f / shape.elements()), products);
    }
}
