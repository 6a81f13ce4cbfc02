package org.neocog.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.BiFunction;
import org.neocog.exec.Executor;
import org.neocog.exec.Planner;
import org.neocog.exec.Session;
import org.neocog.graph.Gradients;
import org.neocog.graph.GraphBuilder;
import org.neocog.graph.Node;
import org.neocog.nn.Mode;
import org.neocog.nn.NetBuilder;
import org.neocog.nn.Parameter;

/**
 * Compares a layer with PyTorch's: a case of a golden file has x, y, dy, dx, each parameter under its name in PyTorch and its
 * gradient under that name after {@code d.}.
 */
final class GoldenLayer {
    private GoldenLayer() {}

    /**
     * Requires y, dx and the parameters' gradients to be PyTorch's.
     *
     * @param layer given a net and x, adds the layer under the name {@code layer}
     */
    static void check(String file, String name, BiFunction<NetBuilder, Node, Node> layer) {
        GoldenFile golden = GoldenFile.load(file);
        GraphBuilder graph = new GraphBuilder();
        NetBuilder net = new NetBuilder(graph, Mode.INFERENCE);
        Node x = graph.input("x", golden.tensor(name, "x").spec());
        Node y = layer.apply(net, x);
        Node dy = graph.input("dy", golden.tensor(name, "dy").spec());
        List<Node> with = new ArrayList<>(List.of(x));
        net.parameters().forEach(parameter -> with.add(parameter.node()));
        graph.output("y", y);
        SequencedMap<Node, Node> gradients = Gradients.of(graph, y, dy, with);
        gradients.forEach((node, gradient) -> graph.output("d " + node.name(), gradient));
        ReferenceDevice device = new ReferenceDevice();
        try (Session session = new Session(device)) {
            for (Parameter parameter : net.parameters()) {
                session.set(parameter.name(), golden.tensor(name, inFile(parameter)));
            }
            Executor executor = session.executor(Planner.plan(graph.build(), device));
            executor.feed("x", golden.tensor(name, "x"));
            executor.feed("dy", golden.tensor(name, "dy"));
            executor.run();
            compare(golden, name, "y", executor.fetch("y").floats());
            compare(golden, name, "dx", executor.fetch("d x").floats());
            for (Parameter parameter : net.parameters()) {
                compare(golden, name, "d." + inFile(parameter), executor.fetch("d " + parameter.name()).floats());
            }
        }
    }

    private static String inFile(Parameter parameter) {
        return parameter.name().replaceFirst("^layer\\.", "");
    }

    private static void compare(GoldenFile golden, String name, String key, float[] found) {
        assertEquals(0, Errors.relative(found, golden.tensor(name, key).floats()), Tolerances.SUM, name + ": " + key);
    }
}
