package org.neocog.testing;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import org.neocog.device.Device;
import org.neocog.exec.Executor;
import org.neocog.exec.Planner;
import org.neocog.exec.Session;
import org.neocog.graph.Gradients;
import org.neocog.graph.Graph;
import org.neocog.graph.GraphBuilder;
import org.neocog.graph.Node;
import org.neocog.nn.Architecture;
import org.neocog.nn.Buffer;
import org.neocog.nn.LossKind;
import org.neocog.nn.Mode;
import org.neocog.nn.NetBuilder;
import org.neocog.nn.Parameter;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.TensorSpec;

/** Compares a whole network on a device, its scores and the gradient of every parameter, with torchvision's in float64. */
public final class NetworkGolden {
    private final NetworkFile file;
    private final Graph graph;
    private final NetBuilder net;

    /**
     * @param name of the golden file: {@code resnet18}
     * @param network without dropout, or with a rate of 0, where the file's network trains
     * @throws IllegalStateException if there is no such file, or the network has other parameters than the file
     */
    public NetworkGolden(String name, Architecture.Network network) {
        file = NetworkFile.load(name);
        GraphBuilder builder = new GraphBuilder();
        Node images = builder.input("images", TensorSpec.f32(file.images()));
        Node labels = builder.input("labels", file.labels().spec());
        net = new NetBuilder(builder, file.training() ? Mode.TRAINING : Mode.INFERENCE);
        Node scores = network.scores(net, images, file.logits().length / file.labels().shape().elements());
        Node loss = LossKind.CROSS_ENTROPY.loss(builder, scores, labels);
        builder.output("scores", scores);
        builder.output("loss", loss);
        Map<Node, Node> gradients =
                Gradients.of(builder, loss, net.parameters().stream().map(Parameter::node).toList());
        net.parameters().forEach(p -> builder.output("gradient/" + p.name(), gradients.get(p.node())));
        net.updates().forEach((buffer, update) -> builder.output("update/" + buffer, update));
        graph = builder.build();
        Set<String> names = net.parameters().stream().map(Parameter::name).collect(Collectors.toSet());
        if (!names.equals(file.gradients().keySet())) {
            throw new IllegalStateException("the network's parameters are " + names + ", the golden file's are "
                    + file.gradients().keySet());
        }
    }

    /**
     * Relative errors by name, each the distance in the Euclidean norm over the norm of the expected: {@code scores},
     * {@code loss}, {@code gradient/PARAMETER} and, of running statistics after the step, {@code buffer/NAME}. Gradients' and
     * statistics' are estimates from random sketches.
     */
    public SequencedMap<String, Double> errors(Device device) {
        SequencedMap<String, Double> errors = new LinkedHashMap<>();
        try (Session session = new Session(device)) {
            for (Parameter parameter : net.parameters()) {
                session.set(parameter.name(), NetworkWeights.of(file.seed(), parameter.name(), parameter.shape()));
            }
            for (Buffer buffer : net.buffers()) {
                session.set(buffer.name(), NetworkWeights.of(file.seed(), buffer.name(), buffer.shape()));
            }
            Executor executor = session.executor(Planner.plan(graph, device));
            executor.feed("images", NetworkWeights.images(file.seed(), file.images()));
            executor.feed("labels", file.labels());
            executor.feed(NetBuilder.RANDOM, HostTensor.zeros(TensorSpec.i32(4)));
            executor.run();
            errors.put("scores", error(executor.fetch("scores").floats(), file.logits()));
            errors.put("loss", error(executor.fetch("loss").floats(), new double[] {file.loss()}));
            file.gradients().forEach((name, expected) ->
                    errors.put("gradient/" + name, error(name, executor.fetch("gradient/" + name), expected)));
            file.buffers().forEach(
                    (name, expected) -> errors.put("buffer/" + name, error(name, session.get(name), expected)));
        }
        return errors;
    }

    /** Numbers that training finds. */
    public long parameters() {
        return net.parameters().stream().mapToLong(parameter -> parameter.shape().elements()).sum();
    }

    private double error(String name, HostTensor found, TensorSketch expected) {
        return TensorSketch.of(file.seed(), name, found.floats()).relativeError(expected);
    }

    private static double error(float[] found, double[] expected) {
        double distance = 0;
        double norm = 0;
        for (int i = 0; i < expected.length; i++) {
            distance += (found[i] - expected[i]) * (found[i] - expected[i]);
            norm += expected[i] * expected[i];
        }
        return Math.sqrt(distance / norm);
    }
}
