package org.neocog.visual;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.neocog.NeocogException;
import org.neocog.UsageException;
import org.neocog.device.Device;
import org.neocog.exec.Executor;
import org.neocog.graph.GraphBuilder;
import org.neocog.graph.Node;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

class StyleTransferTest {
    private final ViewedNet net = VisualTestNets.withRelus();
    private final StyleTransfer.Image content = image(Shape.of(3, 18, 14), 1);
    private final StyleTransfer.Image style = image(Shape.of(3, 12, 20), 2);

    private static StyleTransfer.Image image(Shape shape, long seed) {
        return new StyleTransfer.Image(shape, VisualTestNets.image(shape, seed));
    }

    private static StyleOptions options(double content, double style, double variation, int steps, boolean noise) {
        return new StyleOptions(Optional.empty(), List.of(), content, style, variation, steps, 0.05, noise, 5);
    }

    @Test
    void gramMatricesAreSumsOfProductsOverAllPlaces() {
        Shape shape = Shape.of(1, 3, 4, 5);
        float[] maps = VisualTestNets.image(shape, 6);
        GraphBuilder graph = new GraphBuilder();
        Node input = graph.input("maps", TensorSpec.f32(shape));
        graph.output("gram", Gram.of(graph, input));
        try (Device device = VisualTestNets.cpu();
                NetRun run = new NetRun(device, net)) {
            Executor executor = run.executor(graph.build());
            executor.feed("maps", HostTensor.of(shape, maps));
            executor.run();
            float[] gram = executor.fetch("gram").floats();
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 3; j++) {
                    double sum = 0;
                    for (int p = 0; p < 20; p++) {
                        sum += (double) maps[i * 20 + p] * maps[j * 20 + p];
                    }
                    assertEquals(sum / 60, gram[i * 3 + j], 1e-6);
                }
            }
        }
    }

    @Test
    void theLossFallsAndTheImageStaysAnImage() {
        try (Device device = VisualTestNets.cpu()) {
            List<Double> losses = new ArrayList<>();
            StyleTransfer result = StyleTransfer.of(
                    device, net, content, style, options(1, 100, 0.1, 40, false), (_, loss) -> losses.add(loss));
            assertEquals(40, losses.size());
            assertEquals(losses.getFirst(), result.before());
            assertEquals(losses.getLast(), result.after());
            assertTrue(result.after() < 0.5 * result.before(), result.before() + " to " + result.after());
            assertEquals(content.shape(), result.shape());
            for (float value : result.image()) {
                assertTrue(value >= 0 && value <= 1);
            }
        }
    }

    @Test
    void contentAloneBringsNoiseTowardsTheContentAndTheContentIsItsOwnOptimum() {
        try (Device device = VisualTestNets.cpu()) {
            StyleTransfer still = StyleTransfer.of(
                    device, net, content, style, options(1, 0, 0, 2, false), VisualTestNets.silent());
            assertEquals(0, still.before());
            assertArrayEquals(content.values(), still.image(), 1e-6f);
            StyleTransfer found = StyleTransfer.of(
                    device, net, content, style, options(1, 0, 0, 60, true), VisualTestNets.silent());
            assertTrue(found.after() < 0.2 * found.before(), found.before() + " to " + found.after());
        }
    }

    @Test
    void theVariationIsTheMeanSquaredDifferenceOfNeighbours() {
        try (Device device = VisualTestNets.cpu()) {
            StyleTransfer one = StyleTransfer.of(
                    device, net, content, style, options(1, 0, 7, 1, false), VisualTestNets.silent());
            float[] x = net.at(18, 14).input(content.shape(), content.values()).floats();
            double sum = 0;
            for (int i = 0; i < x.length; i++) {
                sum += i % 14 < 13 ? Math.pow(x[i + 1] - (double) x[i], 2) : 0;
                sum += i / 14 % 18 < 17 ? Math.pow(x[i + 14] - (double) x[i], 2) : 0;
            }
            assertEquals(7 * sum / x.length, one.before(), 1e-4 * one.before());
        }
    }

    @Test
    void theSameSeedGivesTheSameBits() {
        try (Device device = VisualTestNets.cpu()) {
            StyleOptions options = options(1, 100, 0, 3, true);
            float[] first = StyleTransfer.of(device, net, content, style, options, VisualTestNets.silent()).image();
            assertArrayEquals(
                    first, StyleTransfer.of(device, net, content, style, options, VisualTestNets.silent()).image());
        }
    }

    @Test
    void layersAreChosenAtEachSizeUnlessNamed() {
        StyleLayers chosen = StyleLayers.choose(LayerGraph.of(net.model(), 1), Optional.empty(), List.of());
        assertEquals(new StyleLayers("relu2", List.of("relu1", "relu3")), chosen);
        assertThrows(UsageException.class, () -> StyleLayers.choose(
                LayerGraph.of(net.model(), 1), Optional.of("fc1"), List.of()));
        assertThrows(UsageException.class, () -> StyleLayers.choose(
                LayerGraph.of(net.model(), 1), Optional.empty(), List.of("relu8")));
        ViewedNet none = VisualTestNets.smooth();
        assertThrows(NeocogException.class, () -> StyleLayers.choose(
                LayerGraph.of(none.model(), 1), Optional.empty(), List.of()));
    }
}
