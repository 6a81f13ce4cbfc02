package org.neocog.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.neocog.graph.Add;
import org.neocog.graph.BatchNorm;
import org.neocog.graph.Conv2d;
import org.neocog.graph.Graph;
import org.neocog.graph.GraphBuilder;
import org.neocog.graph.Node;
import org.neocog.graph.Window;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

final class BatchNormFoldingTest {
    private final GraphBuilder graph = new GraphBuilder();
    private final NetBuilder net = new NetBuilder(graph, Mode.INFERENCE);
    private final Map<String, HostTensor> weights = new LinkedHashMap<>();

    private Node images() {
        return graph.input("images", TensorSpec.f32(2, 1, 3, 3));
    }

    private Node conv(String name, Node x, boolean bias) {
        return net.conv2d(name, x, 2, Window.square(1, 1, 0), 1, bias);
    }

    private Graph built(Node y) {
        graph.output("y", y);
        return graph.build();
    }

    private static long norms(Graph graph) {
        return graph.nodes().stream().filter(node -> node.op() instanceof BatchNorm).count();
    }

    private void vector(String name, float... values) {
        weights.put(name, HostTensor.of(Shape.of(values.length), values));
    }

    /** With variance + epsilon = 4 and 0.25: scales 3/2 and 8, and (b - mean) · scale + bias. */
    private void norm() {
        vector("bn.weight", 3, 4);
        vector("bn.bias", 10, -1);
        vector("bn.running_mean", 2, 0.5f);
        vector("bn.running_var", 4 - 1e-5f, 0.25f - 1e-5f);
    }

    @Test
    void aConvolutionWithoutABiasGetsOne() {
        BatchNormFolding folding = BatchNormFolding.of(built(net.batchNorm("bn", conv("conv", images(), false))));
        weights.put("conv.weight", HostTensor.of(Shape.of(2, 1, 1, 1), new float[] {1, -2}));
        norm();
        Node y = folding.graph().outputs().get("y");
        assertEquals(new Conv2d(Window.square(1, 1, 0), 1, true), y.op());
        assertEquals(List.of("images", "conv.weight", "bn.bias"), y.inputs().stream().map(Node::name).toList());
        assertEquals(0, norms(folding.graph()));
        Map<String, HostTensor> folded = folding.weights(weights);
        assertEquals(List.of("conv.weight", "bn.bias"), List.copyOf(folded.keySet()));
        assertArrayEquals(new float[] {1.5f, -16}, folded.get("conv.weight").floats(), 1e-5f);
        assertArrayEquals(new float[] {7, -5}, folded.get("bn.bias").floats(), 1e-5f);
        assertArrayEquals(new float[] {1, -2}, weights.get("conv.weight").floats());
    }

    @Test
    void aConvolutionsBiasIsMovedAndScaled() {
        BatchNormFolding folding = BatchNormFolding.of(built(net.batchNorm("bn", conv("conv", images(), true))));
        weights.put("conv.weight", HostTensor.of(Shape.of(2, 1, 1, 1), new float[] {1, -2}));
        vector("conv.bias", 4, 1);
        norm();
        Map<String, HostTensor> folded = folding.weights(weights);
        assertEquals(List.of("conv.weight", "bn.bias"), List.copyOf(folded.keySet()));
        assertArrayEquals(new float[] {13, 3}, folded.get("bn.bias").floats(), 1e-5f);
    }

    @Test
    void aLinearLayerIsFoldedWithAndWithoutABias() {
        Node first = net.batchNorm("bn", net.linear("fc1", images(), 2, true));
        Node second = net.batchNorm("bn2", net.linear("fc2", first, 2, false));
        BatchNormFolding folding = BatchNormFolding.of(built(second));
        assertEquals(0, norms(folding.graph()));
        weights.put("fc1.weight", HostTensor.zeros(TensorSpec.f32(2, 9)));
        weights.put("fc2.weight", HostTensor.of(Shape.of(2, 2), new float[] {1, 2, 3, 4}));
        vector("fc1.bias", 4, 1);
        norm();
        for (String name : List.of("weight", "bias", "running_mean", "running_var")) {
            weights.put("bn2." + name, weights.get("bn." + name));
        }
        Map<String, HostTensor> folded = folding.weights(weights);
        assertEquals(List.of("bn.bias", "bn2.bias", "fc1.weight", "fc2.weight"), folded.keySet().stream().sorted().toList());
        assertArrayEquals(new float[] {13, 3}, folded.get("bn.bias").floats(), 1e-5f);
        assertArrayEquals(new float[] {7, -5}, folded.get("bn2.bias").floats(), 1e-5f);
        assertArrayEquals(new float[] {1.5f, 3, 24, 32}, folded.get("fc2.weight").floats(), 1e-4f);
    }

    @Test
    void nothingIsFoldedWhereSomethingElseReadsTheConvolution() {
        Node conv = conv("conv", images(), false);
        Graph before = built(graph.add("sum", new Add(), conv, net.batchNorm("bn", conv)));
        BatchNormFolding folding = BatchNormFolding.of(before);
        assertEquals(before.toString(), folding.graph().toString());
    }

    @Test
    void nothingIsFoldedWhereTheConvolutionIsAnOutput() {
        Node conv = conv("conv", images(), false);
        graph.output("maps", conv);
        assertEquals(1, norms(BatchNormFolding.of(built(net.batchNorm("bn", conv))).graph()));
    }

    @Test
    void nothingIsFoldedBehindAnythingElse() {
        Node x = net.relu("relu", conv("conv", images(), false));
        assertEquals(1, norms(BatchNormFolding.of(built(net.batchNorm("bn", x))).graph()));
    }

    @Test
    void sharedFiltersStayAsTheyAre() {
        Node x = images();
        Node conv = conv("conv", x, false);
        Node again = graph.add("again", conv.op(), x, conv.input(1));
        Graph before = built(graph.add("sum", new Add(), again, net.batchNorm("bn", conv)));
        assertEquals(1, norms(BatchNormFolding.of(before).graph()));
    }
}
