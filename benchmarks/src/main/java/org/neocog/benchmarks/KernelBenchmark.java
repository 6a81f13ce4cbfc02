package org.neocog.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.neocog.device.Device;
import org.neocog.device.DeviceOptions;
import org.neocog.device.Devices;
import org.neocog.exec.Executor;
import org.neocog.exec.Planner;
import org.neocog.exec.Session;
import org.neocog.graph.Axis;
import org.neocog.graph.Conv2d;
import org.neocog.graph.Gradients;
import org.neocog.graph.GraphBuilder;
import org.neocog.graph.Node;
import org.neocog.graph.Remainder;
import org.neocog.graph.Window;
import org.neocog.random.RandomStream;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.TensorSpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A convolution by itself, each of its three passes, on the CPU. */
@State(Scope.Benchmark)
@BenchmarkMode(org.openjdk.jmh.annotations.Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class KernelBenchmark {
    /** Batch, channels, side, filters, kernel, stride, padding. */
    @Param({"100,1,28,32,5,1,2", "100,32,14,64,5,1,2", "8,64,56,64,3,1,1", "8,256,56,64,1,1,0", "8,512,7,512,3,1,1"})
    private String convolution;

    @Param({"forward", "input-gradient", "weight-gradient"})
    private String pass;

    private Device device;
    private Session session;
    private Executor executor;

    /** Builds the one graph. */
    @Setup(Level.Trial)
    public void setUp() {
        List<Integer> n = new ArrayList<>();
        for (String number : convolution.split(",")) {
            n.add(Integer.valueOf(number));
        }
        GraphBuilder graph = new GraphBuilder();
        Node x = graph.variable("x", TensorSpec.f32(n.get(0), n.get(1), n.get(2), n.get(2)));
        Node w = graph.variable("w", TensorSpec.f32(n.get(3), n.get(1), n.get(4), n.get(4)));
        Axis axis = Axis.of(n.get(4), n.get(5), n.get(6));
        Node y = graph.add("y", new Conv2d(new Window(axis, axis, Remainder.DROP), 1, false), x, w);
        Node dy = graph.variable("dy", y.spec());
        Node result = switch (pass) {
            case "input-gradient" -> Gradients.of(graph, y, dy, List.of(x)).get(x);
            case "weight-gradient" -> Gradients.of(graph, y, dy, List.of(w)).get(w);
            default -> y;
        };
        graph.output("result", result);
        device = Devices.open("cpu", DeviceOptions.defaults());
        session = new Session(device);
        for (Node variable : List.of(x, w, dy)) {
            HostTensor values = HostTensor.zeros(variable.spec());
            RandomStream.named(1, variable.name()).normal(values.floats(), 1);
            session.set(variable.name(), values);
        }
        executor = session.executor(Planner.plan(graph.build(), device));
    }

    /** One launch. */
    @Benchmark
    public void run() {
        executor.run();
    }

    /** Gives the threads back. */
    @TearDown(Level.Trial)
    public void tearDown() {
        session.close();
        device.close();
    }
}
