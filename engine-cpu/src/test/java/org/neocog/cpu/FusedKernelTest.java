package org.neocog.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.neocog.device.ConvolutionMethod;
import org.neocog.device.Device;
import org.neocog.device.DeviceOptions;
import org.neocog.exec.Executor;
import org.neocog.exec.Plan;
import org.neocog.exec.Planner;
import org.neocog.exec.Session;
import org.neocog.graph.Axis;
import org.neocog.graph.Graph;
import org.neocog.graph.GraphBuilder;
import org.neocog.graph.Node;
import org.neocog.graph.Remainder;
import org.neocog.graph.Window;
import org.neocog.nn.Mode;
import org.neocog.nn.NetBuilder;
import org.neocog.nn.Parameter;
import org.neocog.random.RandomStream;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/** Networks computed by fused primitives against the same networks computed node by node. */
final class FusedKernelTest {
    /** Networks that have every stage there is, in ugly shapes. */
    private enum Net {
        PLAIN(3, 19, 17) {
            @Override
            Node build(NetBuilder net, Node x) {
                Node a = net.relu("r1", net.conv2d("c1", x, 20, Window.same(3), 1, true));
                Node b = net.maxPool("p1", a, new Window(Axis.of(3, 2, 1), Axis.of(3, 2, 1), Remainder.DROP));
                Node c = net.relu("r2", net.conv2d("c2", b, 37, new Window(Axis.of(5, 1, 0), Axis.of(4, 2, 1), Remainder.DROP), 1, false));
                return net.linear("fc2", net.relu("r3", net.linear("fc1", net.flatten("f", c), 70, true)), 11, false);
            }
        },
        RESIDUAL(16, 14, 14) {
            @Override
            Node build(NetBuilder net, Node x) {
                Node down = net.conv2d("down", x, 64, Window.square(1, 1, 0), 1, true);
                Node a = net.relu("r1", net.conv2d("c1", x, 32, Window.same(3), 1, true));
                Node b = net.relu("r2", net.add("sum1", net.conv2d("c2", a, 64, Window.same(1), 1, true), down));
                Node c = net.relu("r3", net.conv2d("c3", b, 64, Window.same(3), 1, true));
                // What is added is read again later, so nothing may take its place.
                Node d = net.add("sum2", net.conv2d("c4", c, 64, Window.same(3), 1, false), b);
                Node e = net.add("sum3", d, b);
                return net.globalAvgPool("mean", net.relu("r4", e));
            }
        },
        BRANCHES(8, 15, 13) {
            @Override
            Node build(NetBuilder net, Node x) {
                Node first = net.conv2d("c0", x, 24, Window.same(3), 2, true);
                Node a = net.conv2d("c1", first, 17, Window.same(1), 1, true);
                Node b = net.relu("rb", net.conv2d("c2", first, 16, new Window(Axis.same(3, 2), Axis.same(3, 3)), 1, true));
                Node c = net.avgPool("p", first, Window.square(3, 1, 1));
                Node all = net.relu("r", net.concat("cat", List.of(a, b, c)));
                return net.conv2d("c5", net.maxPool("p2", all, new Window(Axis.of(2, 2, 0), Axis.of(2, 2, 0), Remainder.PARTIAL)),
                        10, new Window(new Axis(3, 2, 0, 1, 1), new Axis(3, 1, 2, 0, 1), Remainder.DROP), 1, true);
            }
        },
        WIDE(64, 7, 7) {
            @Override
            Node build(NetBuilder net, Node x) {
                Node a = net.relu("r1", net.conv2d("c1", x, 512, Window.same(3), 1, true));
                Node down = net.conv2d("d", x, 200, Window.same(1), 1, true);
                return net.relu("r2", net.add("sum", net.conv2d("c2", a, 200, Window.same(3), 1, true), down));
            }
        },
        /** Of which all stages wait for all images. */
        DENSE(3, 7, 5) {
            @Override
            Node build(NetBuilder net, Node x) {
                Node a = net.relu("r1", net.linear("fc1", net.flatten("f", x), 70, true));
                return net.linear("fc2", a, 11, true);
            }
        },
        /** Of which a product's value is wanted, so that its bias belongs to what comes after. */
        PRODUCT_WANTED(3, 11, 9) {
            @Override
            Node build(NetBuilder net, Node x) {
                Node biased = biased(net, x);
                net.graph().output("product", biased.input(0));
                return net.linear("fc2", net.relu("r2", biased), 11, true);
            }
        },
        /** Of which a product is read with its bias and without it. */
        PRODUCT_READ_TWICE(3, 11, 9) {
            @Override
            Node build(NetBuilder net, Node x) {
                Node biased = biased(net, x);
                return net.add("sum", net.relu("r2", biased), biased.input(0));
            }
        };

        private static Node biased(NetBuilder net, Node x) {
            Node a = net.relu("r1", net.conv2d("c1", x, 20, Window.same(3), 1, true));
            return net.linear("fc1", net.flatten("f", net.conv2d("c2", a, 16, Window.same(3), 2, true)), 40, true);
        }

        private final Shape image;

        Net(int channels, int height, int width) {
            this.image = Shape.of(channels, height, width);
        }

        abstract Node build(NetBuilder net, Node x);

        Graph graph(int batch, Map<String, HostTensor> weights) {
            GraphBuilder builder = new GraphBuilder();
            NetBuilder net = new NetBuilder(builder, Mode.INFERENCE);
            Node x = builder.input("images", TensorSpec.f32(image.prepend(batch)));
            builder.output("y", build(net, x));
            for (Parameter parameter : net.parameters()) {
                weights.put(parameter.name(), random(parameter.name(), parameter.shape(), 0.1f));
            }
            return builder.build();
        }
    }

    private static HostTensor random(String name, Shape shape, float deviation) {
        HostTensor tensor = HostTensor.zeros(TensorSpec.f32(shape));
        RandomStream.named(7, name).normal(tensor.floats(), deviation);
        return tensor;
    }

    private static CpuDevice fusing(int threads) {
        GemmLibrary library = Dnnl.orSkip();
        return new CpuDevice(threads, library.gemm(), Optional.empty(), library.primitives(), DnnlType.F32, true, CpuDevice.Fusing.ALWAYS);
    }

    private static CpuDevice plain() {
        return new CpuDevice(2, Dnnl.orSkip().gemm());
    }

    private static CpuDevice half(int threads) {
        GemmLibrary library = Dnnl.orSkip();
        assumeTrue(library.bfloat16(), "the CPU has no instructions for bfloat16, only " + library.isa());
        return new CpuDevice(threads, library.gemm(), Optional.empty(), library.primitives(), DnnlType.BF16, true);
    }

    private static float[] run(CpuDevice device, Net net, int batch, boolean fused) {
        Map<String, HostTensor> weights = new LinkedHashMap<>();
        Graph graph = net.graph(batch, weights);
        try (device; Session session = new Session(device)) {
            weights.forEach(session::set);
            Plan plan = Planner.plan(graph, device);
            assertEquals(fused, plan.steps().stream().anyMatch(step -> step.nodes().size() > 1));
            assertEquals(graph.nodes().stream().mapToLong(Node::multiplyAdds).sum(), plan.multiplyAdds());
            Executor executor = session.executor(plan);
            executor.feed("images", random("images", net.image.prepend(batch), 1));
            executor.run();
            return executor.fetch("y").floats();
        }
    }

    private static void assertClose(float[] expected, float[] actual) {
        double scale = 0;
        for (float value : expected) {
            scale = Math.max(scale, Math.abs(value));
        }
        assertTrue(scale > 0);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], 2e-5 * scale, "element " + i);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PLAIN, 1", "PLAIN, 2", "PLAIN, 7", "PLAIN, 8", "PLAIN, 19", "PLAIN, 100",
        "RESIDUAL, 1", "RESIDUAL, 3", "RESIDUAL, 8", "RESIDUAL, 17",
        "BRANCHES, 1", "BRANCHES, 5", "BRANCHES, 9",
        "WIDE, 1", "WIDE, 4", "WIDE, 13", "PRODUCT_WANTED, 1", "PRODUCT_WANTED, 9"
    })
    void givesWhatNodeByNodeGives(Net net, int batch) {
        assertClose(run(plain(), net, batch, false), run(fusing(2), net, batch, true));
    }

    @ParameterizedTest
    @CsvSource({"F32, 9", "BF16, 1", "BF16, 9"})
    void leavesAloneABiasWhoseProductIsReadTwice(DnnlType type, int batch) {
        CpuDevice device = type == DnnlType.F32 ? fusing(2) : half(2);
        assertArrayEquals(
                run(plain(), Net.PRODUCT_READ_TWICE, batch, false), run(device, Net.PRODUCT_READ_TWICE, batch, false));
    }

    @ParameterizedTest
    @CsvSource({
        "PLAIN, 1", "PLAIN, 19", "RESIDUAL, 3", "RESIDUAL, 17", "BRANCHES, 2", "WIDE, 1", "WIDE, 13", "DENSE, 1", "DENSE, 7",
        "DENSE, 8", "DENSE, 19", "PRODUCT_WANTED, 1", "PRODUCT_WANTED, 9"
    })
    void roundsToHalfTheBitsIfAsked(Net net, int batch) {
        float[] exact = run(plain(), net, batch, false);
        float[] rounded = run(half(2), net, batch, true);
        double error = 0;
        double size = 0;
        for (int i = 0; i < exact.length; i++) {
            error += Math.pow(rounded[i] - exact[i], 2);
            size += Math.pow(exact[i], 2);
        }
        // A factor has 8 bits; some roundings follow one another.
        assertTrue(error > 0 && Math.sqrt(error / size) < 4.0 / 256, "relative error " + Math.sqrt(error / size));
        assertArrayEquals(rounded, run(half(1), net, batch, true));
    }

    @ParameterizedTest
    @EnumSource(names = {"PLAIN", "RESIDUAL", "BRANCHES", "WIDE", "PRODUCT_WANTED"})
    void givesTheSameBitsOnAnyNumberOfThreads(Net net) {
        for (int batch : new int[] {1, 10}) {
            float[] one = run(fusing(1), net, batch, true);
            assertArrayEquals(one, run(fusing(2), net, batch, true));
            assertArrayEquals(one, run(fusing(5), net, batch, true));
        }
    }

    @ParameterizedTest
    @CsvSource({"1", "20"})
    void followsItsWeights(int batch) {
        Map<String, HostTensor> weights = new LinkedHashMap<>();
        Graph graph = Net.PLAIN.graph(batch, weights);
        List<float[]> results = new ArrayList<>();
        try (CpuDevice device = fusing(2); Session session = new Session(device)) {
            weights.forEach(session::set);
            Executor executor = session.executor(Planner.plan(graph, device));
            executor.feed("images", random("images", Net.PLAIN.image.prepend(batch), 1));
            for (float factor : new float[] {1, 2, 1}) {
                for (String name : List.of("fc2.weight", "c1.bias")) {
                    HostTensor scaled = HostTensor.zeros(weights.get(name).spec());
                    for (int i = 0; i < scaled.floats().length; i++) {
                        scaled.floats()[i] = factor * weights.get(name).floats()[i];
                    }
                    session.set(name, scaled);
                }
                executor.run();
                results.add(executor.fetch("y").floats());
            }
        }
        assertArrayEquals(results.get(0), results.get(2));
        assertFalse(Arrays.equals(results.get(0), results.get(1)));
    }

    @ParameterizedTest
    @CsvSource({"3", "9"})
    void keepsWhatIsNoNumber(int batch) {
        Map<String, HostTensor> weights = new LinkedHashMap<>();
        Graph graph = Net.PLAIN.graph(batch, weights);
        try (CpuDevice device = fusing(2); Session session = new Session(device)) {
            weights.forEach(session::set);
            Executor executor = session.executor(Planner.plan(graph, device));
            HostTensor images = random("images", Net.PLAIN.image.prepend(batch), 1);
            int each = images.floats().length / batch;
            images.floats()[2 * each - 1] = Float.NaN;
            executor.feed("images", images);
            executor.run();
            float[] y = executor.fetch("y").floats();
            int classes = y.length / batch;
            for (int i = 0; i < y.length; i++) {
                assertEquals(i / classes == 1, Float.isNaN(y[i]), "element " + i);
            }
            weights.get("c1.weight").floats()[5] = Float.NaN;
            session.set("c1.weight", weights.get("c1.weight"));
            executor.run();
            for (float value : executor.fetch("y").floats()) {
                assertTrue(Float.isNaN(value));
            }
        }
    }

    @Test
    void givesBackItsMemoryWithTheDevice() {
        CpuDevice device = fusing(2);
        Plan plan = Planner.plan(Net.RESIDUAL.graph(4, new LinkedHashMap<>()), device);
        assertTrue(plan.memory().kernels() > 0);
        assertEquals(plan.memory().kernels(), device.allocatedBytes());
        device.close();
        assertEquals(0, device.allocatedBytes());
        device.close();
    }

    @Test
    void sharesItsWeightsAmongBatchSizes() {
        try (CpuDevice device = fusing(1)) {
            List<Plan> plans = new ArrayList<>();
            for (int batch : new int[] {1, 2, 3}) {
                plans.add(Planner.plan(Net.WIDE.graph(batch, new LinkedHashMap<>()), device));
            }
            long weights = 4L * (512 * 64 * 9 + 200 * 512 * 9);
            long apart = plans.stream().mapToLong(plan -> plan.memory().kernels()).sum();
            assertTrue(device.allocatedBytes() < apart - weights, device.allocatedBytes() + " of " + apart);
        }
    }

    @ParameterizedTest
    @CsvSource({"1", "8"})
    void keepsTwoNetworksApartThatCallTheirWeightsAlike(int batch) {
        try (CpuDevice device = fusing(2); Session one = new Session(device); Session two = new Session(device)) {
            List<Executor> executors = new ArrayList<>();
            for (Session session : List.of(one, two)) {
                Map<String, HostTensor> weights = new LinkedHashMap<>();
                Graph graph = Net.PLAIN.graph(batch, weights);
                if (session == two) {
                    weights.put("c1.weight", random("other", weights.get("c1.weight").shape(), 0.1f));
                }
                weights.forEach(session::set);
                Executor executor = session.executor(Planner.plan(graph, device));
                executor.feed("images", random("images", Net.PLAIN.image.prepend(batch), 1));
                executors.add(executor);
            }
            List<float[]> results = new ArrayList<>();
            for (int which : new int[] {0, 1, 0, 1}) {
                executors.get(which).run();
                results.add(executors.get(which).fetch("y").floats());
            }
            assertArrayEquals(results.get(0), results.get(2));
            assertArrayEquals(results.get(1), results.get(3));
            assertFalse(Arrays.equals(results.get(0), results.get(1)));
        }
    }

    @Test
    void leavesAloneWhatIsNotWorthIt() {
        GraphBuilder builder = new GraphBuilder();
        NetBuilder net = new NetBuilder(builder, Mode.INFERENCE);
        Node x = builder.input("images", TensorSpec.f32(2, 3, 9, 9));
        builder.output("y", net.relu("r", net.conv2d("c", x, 4, Window.same(3), 1, true)));
        try (CpuDevice device = fusing(1)) {
            assertEquals(2, Planner.plan(builder.build(), device).steps().size());
        }
    }

    @Test
    void givesWayToPlainProductsIfAsked() {
        Dnnl.orSkip();
        for (ConvolutionMethod method : List.of(ConvolutionMethod.AUTO, ConvolutionMethod.IM2COL)) {
            DeviceOptions options = DeviceOptions.defaults().withConvolution(method);
            try (Device device = new CpuDeviceProvider().open("cpu", options)) {
                Plan plan = Planner.plan(Net.WIDE.graph(1, new LinkedHashMap<>()), device);
                boolean plain = method == ConvolutionMethod.IM2COL;
                assertEquals(plain, plan.steps().stream().noneMatch(step -> step.kernel() instanceof FusedKernel));
                assertEquals(plain, plan.steps().size() > 1);
                Graph single = Net.WIDE.graph(64, new LinkedHashMap<>());
                Node convolution = single.nodes().stream().filter(node -> node.name().equals("c1")).findFirst().orElseThrow();
                String how = device.compile(convolution).method();
                assertEquals(plain, how.startsWith("im2col"), how);
                assertEquals(!plain, how.startsWith("Winograd"), how);
            }
        }
    }

    @Test
    void saysHowLongItsPartsTook() {
        Map<String, HostTensor> weights = new LinkedHashMap<>();
        Graph graph = Net.RESIDUAL.graph(1, weights);
        try (CpuDevice device = fusing(1); Session session = new Session(device)) {
            weights.forEach(session::set);
            Plan plan = Planner.plan(graph, device);
            Executor executor = session.executor(plan);
            executor.run();
            List<String> parts = plan.steps().getFirst().kernel().parts().stream().map(part -> part.what()).toList();
            assertTrue(parts.contains("Conv2d + Add + Relu"), parts.toString());
            assertEquals(plan.multiplyAdds(), plan.steps().getFirst().kernel().parts().stream().mapToLong(p -> p.multiplyAdds()).sum());
        }
    }
}
