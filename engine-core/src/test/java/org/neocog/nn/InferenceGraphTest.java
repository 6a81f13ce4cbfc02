package org.neocog.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.neocog.NeocogException;
import org.neocog.graph.Gradients;
import org.neocog.graph.Graph;
import org.neocog.graph.GraphBuilder;
import org.neocog.graph.Input;
import org.neocog.graph.Node;
import org.neocog.graph.Softmax;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

final class InferenceGraphTest {
    @Test
    void imagesGoInAndScoresAndProbabilitiesComeOut() {
        Graph graph = InferenceGraph.of(Models.find("mlp"), 3);
        List<Node> inputs = graph.nodes().stream().filter(node -> node.op() instanceof Input).toList();
        assertEquals(1, inputs.size());
        assertEquals("images = Input() : 3x1x28x28:f32", inputs.getFirst().toString());
        assertEquals(List.of("scores", "probabilities"), List.copyOf(graph.outputs().keySet()));
        assertEquals(TensorSpec.f32(3, 10), graph.outputs().get("scores").spec());
        assertEquals(new Softmax(), graph.outputs().get("probabilities").op());
    }

    @Test
    void aBatchThatNoTensorHoldsIsRefused() {
        Model model = Models.find("mnist-cnn");
        assertThrows(NeocogException.class, () -> InferenceGraph.of(model, Integer.MAX_VALUE));
        // The images fit, the first convolution's maps do not.
        NeocogException e = assertThrows(NeocogException.class, () -> InferenceGraph.of(model, 1_000_000));
        assertTrue(e.getMessage().startsWith("mnist-cnn:3: conv1: "), e.getMessage());
    }

    @ParameterizedTest
    @EnumSource(LossKind.class)
    void everyLossIsAScalarWithAGradientForEveryParameter(LossKind kind) {
        Model model = Models.parse("input 1x4x4\nconv 2 3\nrelu\nfc 3\n" + kind.word(), "test.net");
        assertEquals(kind, model.loss());
        GraphBuilder graph = new GraphBuilder();
        NetBuilder net = new NetBuilder(graph, Mode.TRAINING);
        Node scores = model.scores(net, graph.input("images", TensorSpec.f32(5, 1, 4, 4)));
        Node loss = model.loss().loss(graph, scores, graph.input("labels", TensorSpec.i32(5)));
        assertEquals(Shape.scalar(), loss.shape());
        List<Node> variables = net.parameters().stream().map(Parameter::node).toList();
        Gradients.of(graph, loss, variables)
                .forEach((variable, gradient) -> assertEquals(variable.shape(), gradient.shape()));
    }
}
