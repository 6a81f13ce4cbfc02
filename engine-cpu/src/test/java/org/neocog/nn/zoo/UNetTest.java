package org.neocog.nn.zoo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.neocog.device.Device;
import org.neocog.device.DeviceOptions;
import org.neocog.device.Devices;
import org.neocog.exec.Executor;
import org.neocog.exec.Planner;
import org.neocog.exec.Session;
import org.neocog.graph.CountCorrect;
import org.neocog.graph.Gradients;
import org.neocog.graph.GraphBuilder;
import org.neocog.graph.Node;
import org.neocog.graph.OptimizerUpdate;
import org.neocog.graph.ShapeException;
import org.neocog.nn.Mode;
import org.neocog.nn.NetBuilder;
import org.neocog.nn.Parameter;
import org.neocog.nn.PixelCrossEntropy;
import org.neocog.random.RandomStream;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;
import org.neocog.train.Optimizer;
import org.neocog.train.Optimizers;

final class UNetTest {
    private static final int BATCH = 8;
    private static final int SIDE = 16;

    /** The usual count of the paper's network for grey images and two classes, by its layers' sizes. */
    @Test
    void thePapersNetworkHas31MillionParameters() {
        NetBuilder net = new NetBuilder(new GraphBuilder(), Mode.INFERENCE);
        Node images = net.graph().input("images", TensorSpec.f32(1, 1, 64, 96));
        assertEquals(Shape.of(1, 2, 64, 96), UNet.of(2).scores(net, images).shape());
        assertEquals(31_030_658, net.parameters().stream().mapToLong(p -> p.shape().elements()).sum());
    }

    @Test
    void anImageThatCannotBeHalvedIsAnError() {
        NetBuilder net = new NetBuilder(new GraphBuilder(), Mode.INFERENCE);
        Node images = net.graph().input("images", TensorSpec.f32(1, 1, 20, 16));
        ShapeException e = assertThrows(ShapeException.class, () -> new UNet(2, 4, 3).scores(net, images));
        assertTrue(e.getMessage().startsWith("down2.pool: "), e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new UNet(1, 4, 3));
        assertThrows(IllegalArgumentException.class, () -> new UNet(2, 1 << 20, 16));
    }

    /** Two pixels, side by side, of one image: -log softmax of (0, log 3) for label 1 and of (log 4, 0) for label 1. */
    @Test
    void thePixelsLossIsTheMeanOverPixels() {
        GraphBuilder graph = new GraphBuilder();
        Node scores = graph.input("scores", TensorSpec.f32(1, 2, 1, 2));
        graph.output("loss", PixelCrossEntropy.loss(graph, scores, graph.input("labels", TensorSpec.i32(2))));
        try (Device device = Devices.open("cpu", DeviceOptions.defaults());
                Session session = new Session(device)) {
            Executor executor = session.executor(Planner.plan(graph.build(), device));
            float[] planes = {0, (float) Math.log(4), (float) Math.log(3), 0};
            executor.feed("scores", HostTensor.of(Shape.of(1, 2, 1, 2), planes));
            executor.feed("labels", HostTensor.of(Shape.of(2), new int[] {1, 1}));
            executor.run();
            assertEquals((Math.log(4.0 / 3) + Math.log(5)) / 2, executor.fetch("loss").floats()[0], 1e-6);
        }
    }

    /** Bright boxes in noise, which a threshold cannot tell from bright single pixels. */
    @Test
    void aSmallOneLearnsToFindBoxes() {
        GraphBuilder graph = new GraphBuilder();
        Node images = graph.input("images", TensorSpec.f32(BATCH, 1, SIDE, SIDE));
        Node labels = graph.input("labels", TensorSpec.i32(BATCH * SIDE * SIDE));
        NetBuilder net = new NetBuilder(graph, Mode.TRAINING);
        Node scores = new UNet(2, 4, 2).scores(net, images);
        graph.output("loss", PixelCrossEntropy.loss(graph, scores, labels));
        graph.output("correct", graph.add("correct", new CountCorrect(), PixelCrossEntropy.rows(graph, scores), labels));
        try (Device device = Devices.open("cpu", DeviceOptions.defaults());
                Session session = new Session(device)) {
            addUpdates(graph, net, Optimizers.parse("adam"), session);
            Executor executor = session.executor(Planner.plan(graph.build(), device));
            executor.feed("learningRate", HostTensor.scalar(0.01f));
            Random random = new Random(5);
            double first = step(executor, random, 1);
            for (int i = 2; i <= 150; i++) {
                step(executor, random, i);
            }
            double last = step(executor, random, 151);
            double right = executor.fetch("correct").floats()[0] / (BATCH * SIDE * SIDE);
            assertTrue(last < first / 5, first + " to " + last);
            assertTrue(right > 0.97, right + " of the pixels of images not seen before");
        }
    }

    private static void addUpdates(GraphBuilder graph, NetBuilder net, Optimizer optimizer, Session session) {
        Node rate = graph.input("learningRate", TensorSpec.f32(Shape.scalar()));
        Node step = graph.input("step", TensorSpec.i32());
        Node loss = graph.build().outputs().get("loss");
        Map<Node, Node> gradients =
                Gradients.of(graph, loss, net.parameters().stream().map(Parameter::node).toList());
        for (Parameter parameter : net.parameters()) {
            session.set(parameter.name(), parameter.initializer()
                    .initialize(parameter.shape(), RandomStream.named(1, parameter.name())));
            OptimizerUpdate op = optimizer.update(0);
            List<Node> inputs = new ArrayList<>(List.of(parameter.node(), gradients.get(parameter.node())));
            for (String slot : op.slotNames()) {
                inputs.add(graph.variable(parameter.name() + "/" + slot, parameter.node().spec()));
                session.set(parameter.name() + "/" + slot, HostTensor.zeros(parameter.node().spec()));
            }
            inputs.addAll(List.of(rate, step));
            graph.output("update/" + parameter.name(), graph.add("update/" + parameter.name(), op, inputs));
        }
    }

    /** One step on new images; returns its loss. */
    private static double step(Executor executor, Random random, int step) {
        float[] pixels = new float[BATCH * SIDE * SIDE];
        int[] labels = new int[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = random.nextFloat() + (random.nextInt(12) == 0 ? 1 : 0);
        }
        for (int image = 0; image < BATCH; image++) {
            int top = random.nextInt(SIDE - 6);
            int left = random.nextInt(SIDE - 6);
            for (int i = 0; i < 36; i++) {
                int at = (image * SIDE + top + i / 6) * SIDE + left + i % 6;
                pixels[at] = 1 + random.nextFloat();
                labels[at] = 1;
            }
        }
        executor.feed("images", HostTensor.of(Shape.of(BATCH, 1, SIDE, SIDE), pixels));
        executor.feed("labels", HostTensor.of(Shape.of(labels.length), labels));
        executor.feed("step", HostTensor.of(Shape.scalar(), new int[] {step}));
        executor.run();
        return executor.fetch("loss").floats()[0];
    }
}
