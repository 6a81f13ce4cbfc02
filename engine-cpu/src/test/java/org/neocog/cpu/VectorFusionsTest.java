package org.neocog.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.neocog.NeocogException;
import org.neocog.exec.Executor;
import org.neocog.exec.Plan;
import org.neocog.exec.Planner;
import org.neocog.exec.Session;
import org.neocog.exec.ValidatingObserver;
import org.neocog.graph.Add;
import org.neocog.graph.AvgPool2dGrad;
import org.neocog.graph.Axis;
import org.neocog.graph.BatchMoments;
import org.neocog.graph.BatchNormTraining;
import org.neocog.graph.ComputeOp;
import org.neocog.graph.Fill;
import org.neocog.graph.Graph;
import org.neocog.graph.GraphBuilder;
import org.neocog.graph.MaxPool2dGrad;
import org.neocog.graph.MovingAverageUpdate;
import org.neocog.graph.Node;
import org.neocog.graph.Relu;
import org.neocog.graph.ReluGrad;
import org.neocog.graph.Remainder;
import org.neocog.graph.SigmoidGrad;
import org.neocog.graph.Tanh;
import org.neocog.graph.TanhGrad;
import org.neocog.graph.Window;
import org.neocog.random.RandomStream;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

final class VectorFusionsTest {
    private static final Shape SHAPE = Shape.of(3, 2, 7, 9);
    private static final Shape POOLED = Shape.of(3, 2, 3, 4);
    private static final Window PAIRS = new Window(Axis.of(2, 2, 0), Axis.of(2, 2, 0), Remainder.DROP);

    private final GraphBuilder graph = new GraphBuilder();
    private final Node x = graph.input("x", TensorSpec.f32(SHAPE));
    private final Node dy = graph.input("dy", TensorSpec.f32(POOLED));
    private Session session;

    @BeforeEach
    void open() {
        Optional<VectorCode> code = Optional.of(Vectors.orSkip());
        session = new Session(new CpuDevice(2, new JavaGemm(), code, Optional.empty(), DnnlType.F32, true));
    }

    @AfterEach
    void close() {
        if (session != null) {
            session.close();
            session.device().close();
        }
    }

    @Test
    void takesTheActivationsGradientOnTheWay() {
        ComputeOp max = new MaxPool2dGrad(PAIRS);
        ComputeOp average = new AvgPool2dGrad(PAIRS, false, SHAPE);
        int number = 0;
        for (ComputeOp activation : List.of(new Relu(), new Tanh())) {
            Node y = graph.add("y" + number, activation, x);
            ComputeOp slope = activation instanceof Relu ? new ReluGrad() : new TanhGrad();
            graph.output("max" + number, graph.add("m" + number, slope, y, graph.add("p" + number, max, y, dy)));
            graph.output("average" + number, graph.add("a" + number, slope, y, graph.add("q" + number, average, dy)));
            number++;
        }
        Graph built = graph.build();
        Plan fused = Planner.plan(built, session.device());
        Plan single = Planner.nodeByNode(built, session.device());
        assertEquals(4, pairs(fused));
        assertEquals(0, pairs(single));
        for (String name : List.of("max0", "average0", "max1", "average1")) {
            assertArrayEquals(run(single, name), run(fused, name), name);
        }
    }

    @Test
    void takesReluOnTheWayOfSumsAndNormalizations() {
        Node other = graph.add("other", new Tanh(), x);
        Node moments = graph.add("moments", new BatchMoments(), x);
        Node weight = graph.add("weight", new Fill(TensorSpec.f32(2), 1.5f));
        Node bias = graph.add("bias", new Fill(TensorSpec.f32(2), -0.25f));
        Node norm = graph.add("norm", new BatchNormTraining(1e-5f), x, moments, weight, bias);
        graph.output("sum", graph.add("sum", new Relu(), graph.add("add", new Add(), x, other)));
        graph.output("double", graph.add("double", new Relu(), graph.add("twice", new Add(), x, x)));
        graph.output("norm", graph.add("relu", new Relu(), norm));
        Graph built = graph.build();
        Plan fused = Planner.plan(built, session.device());
        assertEquals(2, pairs(fused));
        for (String name : List.of("sum", "double", "norm")) {
            assertArrayEquals(run(Planner.nodeByNode(built, session.device()), name), run(fused, name), name);
        }
    }

    @Test
    void canBeValidatedNodeByNode() {
        Node y = graph.add("y", new Relu(), x);
        graph.output("slope", graph.add("slope", new ReluGrad(), y, graph.add("pooled", new MaxPool2dGrad(PAIRS), y, dy)));
        Plan fused = Planner.plan(graph.build(), session.device());
        assertEquals(1, pairs(fused));
        try (CpuDevice java = new CpuDevice(1, new JavaGemm())) {
            validate(fused, java, 1e-6);
            assertEquals(0, java.allocatedBytes());
            NeocogException e = assertThrows(NeocogException.class, () -> validate(fused, java, -1));
            assertTrue(e.getMessage().contains("y = Relu"), e.getMessage());
        }
    }

    private void validate(Plan plan, CpuDevice reference, double tolerance) {
        Executor executor = session.executor(plan);
        executor.feed("x", random("x", SHAPE));
        executor.feed("dy", random("dy", POOLED));
        try (ValidatingObserver observer = new ValidatingObserver(session.device(), reference, tolerance)) {
            executor.run(observer);
        }
    }

    @Test
    void takesASumOnTheWayFromANormalizationToRelu() {
        Node other = graph.add("other", new Tanh(), x);
        graph.output("left", graph.add("left", new Relu(), graph.add("a", new Add(), norm("norm1"), other)));
        graph.output("right", graph.add("right", new Relu(), graph.add("b", new Add(), other, norm("norm2"))));
        graph.output("both", graph.add("both", new Relu(), graph.add("c", new Add(), norm("norm3"), norm("norm4"))));
        // The normalization's own input is not another one, nor is the normalization itself.
        graph.output("own", graph.add("own", new Relu(), graph.add("d", new Add(), norm("norm5"), x)));
        Node twice = norm("norm6");
        graph.output("twice", graph.add("twice", new Relu(), graph.add("e", new Add(), twice, twice)));
        Node wanted = norm("norm7");
        graph.output("norm7", wanted);
        graph.output("wanted", graph.add("wanted", new Relu(), graph.add("f", new Add(), wanted, other)));
        Graph built = graph.build();
        Plan fused = Planner.plan(built, session.device());
        assertEquals(3, fused.steps().stream().filter(step -> step.nodes().size() == 3).count());
        assertEquals(2, pairs(fused));
        for (String name : built.outputs().keySet()) {
            assertArrayEquals(run(Planner.nodeByNode(built, session.device()), name), run(fused, name), name);
        }
        try (CpuDevice java = new CpuDevice(1, new JavaGemm())) {
            validate(fused, java, 1e-6);
        }
    }

    private Node norm(String name) {
        Node weight = graph.add(name + ".weight", new Fill(TensorSpec.f32(2), 1.5f));
        Node bias = graph.add(name + ".bias", new Fill(TensorSpec.f32(2), -0.25f));
        return graph.add(
                name, new BatchNormTraining(1e-5f), x, graph.add(name + ".moments", new BatchMoments(), x), weight, bias);
    }

    /** The second one's turn is when both are computed, so nothing may have overwritten what the first one reads. */
    @Test
    void leavesWhatIsOverwrittenInBetween() {
        Node variable = graph.variable("v", TensorSpec.f32(POOLED));
        Node first = graph.add("first", new MaxPool2dGrad(PAIRS), x, variable);
        Node second = graph.add("second", new ReluGrad(), x, first);
        Node update = graph.add("update", new MovingAverageUpdate(0.9f, 1), variable, dy);
        try (WorkerPool pool = new WorkerPool(1)) {
            VectorFusions fusions = new VectorFusions(pool, Vectors.orSkip());
            List<Node> outputs = List.of(second, update);
            assertEquals(1, fusions.find(List.of(x, dy, variable, first, second, update), outputs, Set.of()).size());
            assertEquals(0, fusions.find(List.of(x, dy, variable, first, update, second), outputs, Set.of()).size());
            assertEquals(0, fusions.find(List.of(x, dy, variable, first, second), outputs, Set.of(second)).size());
        }
    }

    /** The sum's other side counts too. */
    @Test
    void leavesASumOfWhatIsOverwrittenInBetween() {
        Node variable = graph.variable("v", TensorSpec.f32(SHAPE));
        Node norm = norm("norm");
        Node sum = graph.add("sum", new Add(), norm, variable);
        Node relu = graph.add("relu", new Relu(), sum);
        Node update = graph.add("update", new MovingAverageUpdate(0.9f, 1), variable, x);
        List<Node> before = Stream.concat(Stream.of(x, variable), Stream.concat(norm.inputs().stream(), Stream.of(norm, sum)))
                .distinct()
                .toList();
        try (WorkerPool pool = new WorkerPool(1)) {
            VectorFusions fusions = new VectorFusions(pool, Vectors.orSkip());
            List<Node> outputs = List.of(relu, update);
            assertEquals(1, fusions.find(then(before, relu, update), outputs, Set.of()).size());
            assertEquals(0, fusions.find(then(before, update, relu), outputs, Set.of()).size());
        }
    }

    private static List<Node> then(List<Node> before, Node... after) {
        return Stream.concat(before.stream(), Stream.of(after)).toList();
    }

    private static long pairs(Plan plan) {
        return plan.steps().stream().filter(step -> step.nodes().size() == 2).count();
    }

    /** The bits of an output. */
    private int[] run(Plan plan, String output) {
        Executor executor = session.executor(plan);
        executor.feed("x", random("x", SHAPE));
        executor.feed("dy", random("dy", POOLED));
        executor.run();
        float[] found = executor.fetch(output).floats();
        int[] bits = new int[found.length];
        Arrays.setAll(bits, i -> Float.floatToIntBits(found[i]));
        return bits;
    }

    private static HostTensor random(String name, Shape shape) {
        float[] values = new float[shape.elements()];
        RandomStream.named(6, name).normal(values, 1);
        return HostTensor.of(shape, values);
    }

    @Test
    void leavesAGradientThatIsWantedOrReadByOthers() {
        Node wanted = graph.add("wanted", new MaxPool2dGrad(PAIRS), x, dy);
        Node read = graph.add("read", new MaxPool2dGrad(PAIRS), x, dy);
        graph.output("a", graph.add("a", new ReluGrad(), x, wanted));
        graph.output("b", wanted);
        graph.output("c", graph.add("c", new ReluGrad(), x, read));
        graph.output("d", graph.add("d", new Tanh(), read));
        assertEquals(0, pairs(Planner.plan(graph.build(), session.device())));
    }

    @Test
    void leavesOtherImagesWindowsAndActivations() {
        Node other = graph.add("other", new Tanh(), x);
        graph.output("image", graph.add("a", new ReluGrad(), other, graph.add("p", new MaxPool2dGrad(PAIRS), x, dy)));
        Window wide = new Window(Axis.of(2, 2, 0), Axis.of(3, 2, 0), Remainder.DROP);
        graph.output("window", graph.add("b", new ReluGrad(), x, graph.add("q", new MaxPool2dGrad(wide), x, dy)));
        graph.output("slope", graph.add("c", new SigmoidGrad(), x, graph.add("r", new MaxPool2dGrad(PAIRS), x, dy)));
        assertEquals(0, pairs(Planner.plan(graph.build(), session.device())));
    }
}
