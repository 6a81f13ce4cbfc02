package org.neocog.nn.zoo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.neocog.device.ConvolutionMethod;
import org.neocog.device.Device;
import org.neocog.device.DeviceOptions;
import org.neocog.device.Devices;
import org.neocog.exec.Executor;
import org.neocog.exec.Plan;
import org.neocog.exec.Planner;
import org.neocog.exec.Session;
import org.neocog.graph.GraphBuilder;
import org.neocog.nn.BatchNormFolding;
import org.neocog.nn.InferenceGraph;
import org.neocog.nn.Mode;
import org.neocog.nn.Model;
import org.neocog.nn.Models;
import org.neocog.nn.NetBuilder;
import org.neocog.random.RandomStream;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/** Networks by name predict the same by the fastest way there is and by plain matrix products. */
final class FusedNetworksTest {
    private static float[] scores(Model model, int batch, ConvolutionMethod method) {
        BatchNormFolding folding = BatchNormFolding.of(InferenceGraph.of(model, batch));
        NetBuilder net = new NetBuilder(new GraphBuilder(), Mode.INFERENCE);
        model.scores(net, net.graph().input("images", TensorSpec.f32(model.inputShape().prepend(1))));
        Map<String, HostTensor> weights = new LinkedHashMap<>();
        net.parameters().forEach(parameter -> weights.put(
                parameter.name(),
                parameter.initializer().initialize(parameter.shape(), RandomStream.named(3, parameter.name()))));
        net.buffers().forEach(buffer -> weights.put(
                buffer.name(), buffer.initializer().initialize(buffer.shape(), RandomStream.named(3, buffer.name()))));
        try (Device device = Devices.open("cpu", DeviceOptions.defaults().withConvolution(method));
                Session session = new Session(device)) {
            folding.weights(weights).forEach(session::set);
            Plan plan = Planner.plan(folding.graph(), device);
            boolean fused = plan.steps().stream().anyMatch(step -> step.nodes().size() > 5);
            assertTrue(!fused || method == ConvolutionMethod.AUTO, "plain products fuse nothing");
            Executor executor = session.executor(plan);
            HostTensor images = HostTensor.zeros(TensorSpec.f32(model.inputShape().prepend(batch)));
            RandomStream.named(3, "images").normal(images.floats(), 1);
            executor.feed("images", images);
            executor.run();
            return executor.fetch("scores").floats();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "resnet18, 64, 2", "resnet50, 64, 9", "googlenet, 64, 1", "googlenet, 64, 8", "alexnet, 95, 2", "vgg11, 32, 3",
        "resnet20-cifar, 32, 8", "lenet5, 28, 3", "mnist-cnn, 28, 9", "neocognitron, 28, 2"
    })
    void predictTheSameByEveryWay(String name, int side, int batch) {
        Model own = Models.find(name);
        Model model = own.inputShape().dim(1) == side
                ? own
                : Models.find(name, Optional.of(Shape.of(own.inputShape().dim(0), side, side)), OptionalInt.empty());
        float[] plain = scores(model, batch, ConvolutionMethod.IM2COL);
        float[] fast = scores(model, batch, ConvolutionMethod.AUTO);
        double distance = 0;
        double norm = 0;
        for (int i = 0; i < plain.length; i++) {
            distance += Math.pow(fast[i] - plain[i], 2);
            norm += Math.pow(plain[i], 2);
        }
        assertTrue(norm > 0);
        assertEquals(0, Math.sqrt(distance / norm), 1e-5);
    }
}
