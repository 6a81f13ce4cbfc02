package org.neocog.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.neocog.exec.Executor;
import org.neocog.exec.Planner;
import org.neocog.exec.Session;
import org.neocog.graph.Gradients;
import org.neocog.graph.GraphBuilder;
import org.neocog.graph.Node;
import org.neocog.tensor.TensorSpec;
import org.neocog.vision.MultiTaskLoss;

final class MultiTaskLossTest {
    /** Two candidates with equal scores for two classes; the second is background, its box counts for nothing. */
    @Test
    void addsTheLossesOfClassAndBox() {
        GraphBuilder graph = new GraphBuilder();
        Node scores = graph.input("scores", TensorSpec.f32(2, 2));
        Node labels = graph.input("labels", TensorSpec.i32(2));
        Node boxes = graph.input("boxes", TensorSpec.f32(2, 4));
        Node targets = graph.input("targets", TensorSpec.f32(2, 4));
        Node counts = graph.input("counts", TensorSpec.f32(2, 4));
        Node loss = new MultiTaskLoss(2, 1).loss(graph, scores, labels, boxes, targets, counts);
        graph.output("loss", loss);
        graph.output("dboxes", Gradients.of(graph, loss, List.of(boxes)).get(boxes));
        ReferenceDevice device = new ReferenceDevice();
        try (Session session = new Session(device)) {
            Executor executor = session.executor(Planner.plan(graph.build(), device));
            executor.feed("scores", Tensors.matrix(2, 3, 3, 1, 1));
            executor.feed("labels", Tensors.labels(1, 0));
            executor.feed("boxes", Tensors.matrix(2, 0.5f, 0, 3, 0, 9, 9, 9, 9));
            executor.feed("targets", Tensors.matrix(2, 0, 0, 0, 0, 0, 0, 0, 0));
            executor.feed("counts", Tensors.matrix(2, 1, 1, 1, 1, 0, 0, 0, 0));
            executor.run();
            // ln 2 + 2 · (0.5²/2 + (3 - 0.5)) / 8
            assertEquals(Math.log(2) + 0.65625, executor.fetch("loss").floats()[0], 1e-6);
            assertArrayEquals(
                    new float[] {0.125f, 0, 0.25f, 0, 0, 0, 0, 0}, executor.fetch("dboxes").floats(), 1e-6f);
        }
    }

    @Test
    void aWeightThatMakesNoSenseIsNamed() {
        assertEquals("a box's weight must be at least 0 and finite, not NaN",
                assertThrows(IllegalArgumentException.class, () -> new MultiTaskLoss(Float.NaN, 1)).getMessage());
        assertEquals("beta must be above 0 and finite, not 0.0",
                assertThrows(IllegalArgumentException.class, () -> new MultiTaskLoss(1, 0)).getMessage());
    }
}
