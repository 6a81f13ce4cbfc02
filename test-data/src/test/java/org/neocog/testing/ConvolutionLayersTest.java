package org.neocog.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.neocog.exec.Executor;
import org.neocog.exec.Planner;
import org.neocog.exec.Session;
import org.neocog.graph.Axis;
import org.neocog.graph.Gradients;
import org.neocog.graph.GraphBuilder;
import org.neocog.graph.Node;
import org.neocog.graph.Remainder;
import org.neocog.graph.Window;
import org.neocog.nn.Initializer;
import org.neocog.nn.Mode;
import org.neocog.nn.NetBuilder;
import org.neocog.nn.Parameter;
import org.neocog.nn.ParameterInit;
import org.neocog.random.RandomStream;
import org.neocog.tensor.HostTensor;

/** The layers that convolve, with all their gradients, against PyTorch's layers with the same parameters. */
final class ConvolutionLayersTest {
    /** Adds the layer {@code layer} that reads x. */
    private interface Layer {
        Node add(NetBuilder net, Node x, int filters, ParameterInit init);
    }

    private static final Map<String, Layer> LAYERS = new TreeMap<>(Map.ofEntries(
            conv1d("plain", Axis.of(3, 1, 0), Remainder.FORBID, 1),
            conv1d("same-even-kernel", Axis.same(4, 1), Remainder.FORBID, 1),
            conv1d("stride-larger-than-kernel", Axis.of(2, 3, 0), Remainder.FORBID, 1),
            conv1d("dilation-groups", new Axis(3, 2, 3, 0, 3), Remainder.FORBID, 2),
            conv1d("depthwise", Axis.of(3, 1, 1), Remainder.FORBID, 5),
            conv1d("remainder-drop", Axis.of(2, 3, 0), Remainder.DROP, 1),
            Map.entry("conv3d-same", (net, x, filters, init) ->
                    net.conv3d("layer", x, filters, Window.cube(3, 1, 1), 1, init)),
            Map.entry("conv3d-groups-2", (net, x, filters, init) ->
                    net.conv3d("layer", x, filters,
                            Window.volume(Axis.of(2, 1, 0), Axis.of(2, 1, 0), Axis.of(3, 1, 0)), 2, init)),
            transposed1d("stride-2", Axis.of(4, 2, 1), 0, 1),
            transposed1d("groups-output-padding", Axis.of(3, 3, 1), 2, 2),
            transposed1d("asymmetric", new Axis(5, 2, 2, 1, 2), 0, 1),
            transposed1d("output-padding-below-dilation", new Axis(2, 1, 0, 0, 3), 2, 1),
            transposed2d("2x2-stride-2", Window.square(2, 2, 0), 0, 0, 1),
            transposed2d("output-padding", Window.square(3, 2, 1), 1, 1, 1),
            transposed2d("groups-2", Windows.of(Axis.of(3, 1, 0), Axis.of(2, 1, 0)), 0, 0, 2),
            transposed2d("dilation", Windows.of(new Axis(2, 3, 1, 1, 2), new Axis(3, 2, 0, 0, 3)), 2, 0, 1),
            transposed2d("stride-larger-than-kernel", Windows.of(Axis.of(2, 3, 0), Axis.of(1, 2, 0)), 1, 1, 1),
            transposed2d("asymmetric", Windows.of(new Axis(4, 2, 2, 0, 1), new Axis(3, 1, 0, 2, 1)), 0, 0, 1)));

    private final GoldenFile file = GoldenFile.load("conv-nd");

    private static Map.Entry<String, Layer> conv1d(String name, Axis axis, Remainder remainder, int groups) {
        return Map.entry("conv1d-" + name, (net, x, filters, init) ->
                net.conv1d("layer", x, filters, axis, remainder, groups, init));
    }

    private static Map.Entry<String, Layer> transposed1d(String name, Axis axis, int outputPadding, int groups) {
        return Map.entry("transposed1d-" + name, (net, x, filters, init) ->
                net.convTranspose1d("layer", x, filters, axis, outputPadding, groups, init));
    }

    private static Map.Entry<String, Layer> transposed2d(String name, Window window, int high, int wide, int groups) {
        return Map.entry("transposed2d-" + name, (net, x, filters, init) ->
                net.convTranspose2d("layer", x, filters, window, high, wide, groups, init));
    }

    @TestFactory
    Stream<DynamicTest> aLayerAndItsGradientsAreThoseOfPyTorch() {
        return LAYERS.entrySet().stream().map(entry -> DynamicTest.dynamicTest(
                entry.getKey(), () -> compare(entry.getKey(), entry.getValue())));
    }

    /** The files' names are the settings', so that none is left out. */
    @Test
    void everyLayerOfTheFileButVolumesIsCompared() {
        List<String> there = file.cases().stream().filter(name -> !name.startsWith("conv3d")).sorted().toList();
        assertEquals(there, LAYERS.keySet().stream().filter(name -> !name.startsWith("conv3d")).toList());
    }

    private void compare(String name, Layer layer) {
        GraphBuilder graph = new GraphBuilder();
        NetBuilder net = new NetBuilder(graph, Mode.TRAINING);
        Node x = graph.input("x", file.tensor(name, "x").spec());
        ParameterInit init = new ParameterInit(
                new Initializer.Given(file.tensor(name, "w")), Optional.of(new Initializer.Given(file.tensor(name, "b"))));
        Node y = layer.add(net, x, file.tensor(name, "b").shape().dim(0), init);
        Node dy = graph.input("dy", y.spec());
        List<Parameter> parameters = net.parameters();
        SequencedMap<Node, Node> gradients =
                Gradients.of(graph, y, dy, List.of(x, parameters.get(0).node(), parameters.get(1).node()));
        graph.output("y", y);
        List<String> names = List.of("dx", "dw", "db");
        List.copyOf(gradients.values()).forEach(gradient -> graph.output(
                names.get(List.copyOf(gradients.values()).indexOf(gradient)), gradient));
        try (ReferenceDevice device = new ReferenceDevice(); Session session = new Session(device)) {
            for (Parameter parameter : parameters) {
                session.set(parameter.name(), parameter.initializer().initialize(
                        parameter.shape(), RandomStream.named(1, parameter.name())));
            }
            Executor executor = session.executor(Planner.plan(graph.build(), device));
            executor.feed("x", file.tensor(name, "x"));
            executor.feed("dy", file.tensor(name, "dy"));
            executor.run();
            for (String output : List.of("y", "dx", "dw", "db")) {
                HostTensor wanted = file.tensor(name, output);
                HostTensor found = executor.fetch(output);
                assertEquals(wanted.spec(), found.spec(), output);
                double error = Errors.relative(found.floats(), DoubleTensor.of(wanted).data());
                assertEquals(0, error, Tolerances.ELEMENTWISE, output);
            }
        }
    }
}
