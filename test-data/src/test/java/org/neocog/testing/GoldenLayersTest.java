package org.neocog.testing;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.neocog.nn.SequenceLayers;

/** Layers of several operations against PyTorch's, with all gradients. */
final class GoldenLayersTest {
    @ParameterizedTest
    @ValueSource(strings = {"small", "one-step"})
    void anLstmIsPyTorchs(String name) {
        int hidden = GoldenFile.load("lstm").tensor(name, "y").shape().dim(2);
        GoldenLayer.check("lstm", name, (net, x) -> SequenceLayers.lstm(net, "layer", x, hidden));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sequence", "rows"})
    void aLinearLayerOfTokensIsPyTorchs(String name) {
        int outputs = GoldenFile.load("token-linear").tensor(name, "bias").shape().elements();
        GoldenLayer.check("token-linear", name, (net, x) -> SequenceLayers.tokenLinear(net, "layer", x, outputs));
    }

    @ParameterizedTest
    @CsvSource({"2-heads, 2", "one-head, 1", "one-token, 4"})
    void attentionIsPyTorchs(String name, int heads) {
        GoldenLayer.check("attention", name, (net, x) -> SequenceLayers.multiHeadAttention(net, "layer", x, heads));
    }

    @Test
    void aTransformerBlockIsTorchvisions() {
        GoldenLayer.check("transformer-block", "small", (net, x) -> SequenceLayers.transformerBlock(net, "layer", x, 2, 6));
    }
}
