package org.neocog.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.neocog.graph.GraphBuilder;
import org.neocog.graph.Node;
import org.neocog.graph.ShapeException;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

final class SequenceLayersTest {
    private final GraphBuilder graph = new GraphBuilder();
    private final NetBuilder net = new NetBuilder(graph, Mode.INFERENCE);
    private final Node words = graph.input("words", TensorSpec.i32(2, 5));
    private final Node tokens = graph.input("tokens", TensorSpec.f32(2, 5, 6));

    @Test
    void anEmbeddingGivesEachNumberARow() {
        Node y = SequenceLayers.embedding(net, "words", words, 100, 6);
        assertEquals(TensorSpec.f32(2, 5, 6), y.spec());
        assertEquals(List.of("words.weight 100x6"), parameters());
        assertEquals("Embedding", net.layers().getFirst().op());
    }

    @Test
    void aLinearLayerOfTokensKeepsAllAxesButTheLast() {
        Node y = SequenceLayers.tokenLinear(net, "fc", tokens, 7);
        assertEquals(Shape.of(2, 5, 7), y.shape());
        assertEquals("fc", y.name());
        assertEquals(List.of("fc.weight 7x6", "fc.bias 7"), parameters());
        assertEquals(List.of(true, false), net.parameters().stream().map(Parameter::decay).toList());
        assertEquals(2 * 5 * 7 * 6, graph.build().nodes().stream().mapToLong(Node::multiplyAdds).sum());
    }

    @Test
    void aLinearLayerMayHaveNoBias() {
        SequenceLayers.tokenLinear(net, "fc", tokens, 7, ParameterInit.of(new Initializer.Constant(1), false));
        assertEquals(List.of("fc.weight 7x6"), parameters());
    }

    @Test
    void anLstmHasTheParametersOfPyTorch() {
        Node y = SequenceLayers.lstm(net, "lstm", tokens, 3);
        assertEquals(Shape.of(2, 5, 3), y.shape());
        assertEquals(
                List.of("lstm.weight_ih_l0 12x6", "lstm.weight_hh_l0 12x3", "lstm.bias_ih_l0 12", "lstm.bias_hh_l0 12"),
                parameters());
        assertEquals(List.of(true, true, false, false), net.parameters().stream().map(Parameter::decay).toList());
        assertEquals("LSTM", net.layers().getFirst().op());
    }

    @Test
    void attentionHasTheParametersOfPyTorch() {
        Node y = SequenceLayers.multiHeadAttention(net, "mha", tokens, 3);
        assertEquals(Shape.of(2, 5, 6), y.shape());
        assertEquals(
                List.of("mha.in_proj_weight 18x6", "mha.in_proj_bias 18", "mha.out_proj.weight 6x6", "mha.out_proj.bias 6"),
                parameters());
        // Four products with matrices of D x D, and q · kᵀ and shares · v, in which the heads share D.
        assertEquals(4 * 2 * 5 * 6 * 6 + 2 * 2 * 5 * 5 * 6,
                graph.build().nodes().stream().mapToLong(Node::multiplyAdds).sum());
        assertEquals("MultiheadAttention", net.layers().getFirst().op());
    }

    @Test
    void aTransformerBlockHasTheParametersOfTorchvision() {
        Node y = SequenceLayers.transformerBlock(net, "block", tokens, 3, 8);
        assertEquals(Shape.of(2, 5, 6), y.shape());
        assertEquals("block", y.name());
        assertEquals(
                List.of("ln_1.weight 6", "ln_1.bias 6", "self_attention.in_proj_weight 18x6", "self_attention.in_proj_bias 18",
                        "self_attention.out_proj.weight 6x6", "self_attention.out_proj.bias 6", "ln_2.weight 6",
                        "ln_2.bias 6", "mlp.0.weight 8x6", "mlp.0.bias 8", "mlp.3.weight 6x8", "mlp.3.bias 6"),
                parameters().stream().map(name -> name.replaceFirst("^block\\.", "")).toList());
    }

    @Test
    void inputsThatAreNoSequencesAreNamed() {
        Node rows = graph.input("rows", TensorSpec.f32(2, 6));
        assertEquals("lstm: LSTM needs N x T x features, but rows is 2x6",
                refusal(() -> SequenceLayers.lstm(net, "lstm", rows, 3)));
        assertEquals("lstm: an LSTM needs at least one cell, not 0",
                refusal(() -> SequenceLayers.lstm(net, "lstm", tokens, 0)));
        assertEquals("mha: attention needs N x T x features, but rows is 2x6",
                refusal(() -> SequenceLayers.multiHeadAttention(net, "mha", rows, 3)));
        assertEquals("block: a transformer block needs N x T x features, but rows is 2x6",
                refusal(() -> SequenceLayers.transformerBlock(net, "block", rows, 3, 8)));
        assertEquals("mha: 4 heads do not divide 6 features among them",
                refusal(() -> SequenceLayers.multiHeadAttention(net, "mha", tokens, 4)));
        assertEquals("mha: 0 heads do not divide 6 features among them",
                refusal(() -> SequenceLayers.multiHeadAttention(net, "mha", tokens, 0)));
        assertEquals("words: an embedding takes whole numbers, but rows is 2x6:f32",
                refusal(() -> SequenceLayers.embedding(net, "words", rows, 3, 4)));
        assertEquals("words: a dimension must be at least 1, not 0 (in 0x4)",
                refusal(() -> SequenceLayers.embedding(net, "words", words, 0, 4)));
        assertEquals(List.of(), net.parameters());
    }

    private List<String> parameters() {
        return net.parameters().stream().map(p -> p.name() + " " + p.shape()).toList();
    }

    private static String refusal(Runnable layer) {
        return assertThrows(ShapeException.class, layer::run).getMessage();
    }
}
