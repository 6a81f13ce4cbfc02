package org.neocog.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import org.neocog.device.Device;
import org.neocog.exec.Executor;
import org.neocog.exec.Planner;
import org.neocog.exec.Session;
import org.neocog.graph.ComputeOp;
import org.neocog.graph.Gradients;
import org.neocog.graph.Graph;
import org.neocog.graph.GraphBuilder;
import org.neocog.graph.Node;
import org.neocog.tensor.HostTensor;

/**
 * The gradient that {@link Gradients} makes, as the device computes it, against what the device's own forward pass says.
 * Sums are taken in double precision on the host.
 */
final class GradientCheck {
    /** Of the norms of the two sides. An index wrong by one shows at 1e-1. */
    private static final double ADJOINT_TOLERANCE = 1e-6;

    /** Of the largest element of the gradient; what float32 leaves of a difference over 0.05. */
    private static final double DIFFERENCES_TOLERANCE = 1e-3;

    private static final float STEP = 0.05f;
    private static final int MAX_ELEMENTS = 64;

    private final OpCase opCase;
    private final Executor executor;
    private final List<HostTensor> data;
    private final HostTensor dy;

    private GradientCheck(OpCase opCase, Executor executor, List<HostTensor> data, HostTensor dy) {
        this.opCase = opCase;
        this.executor = executor;
        this.data = data;
        this.dy = dy;
    }

    static boolean applies(OpCase opCase) {
        return opCase.inputs().stream().anyMatch(input -> input.derivative() != Derivative.NONE);
    }

    static Finding run(Device device, OpCase opCase) {
        List<HostTensor> data = opCase.data();
        Graph graph = graph(opCase);
        HostTensor dy = Values.uniform(-1, 1).generate(graph.outputs().get("y").spec(), opCase.stream("dy"));
        try (Session session = new Session(device)) {
            Executor executor = session.executor(Planner.plan(graph, device));
            for (int i = 0; i < data.size(); i++) {
                if (!opCase.derived().containsKey(i)) {
                    executor.feed("x" + i, data.get(i));
                }
            }
            executor.feed("dy", dy);
            executor.run();
            return new GradientCheck(opCase, executor, data, dy).compare();
        }
    }

    /** Inputs x0, x1, … and dy; outputs y and, for each input that is checked, its gradient d0, d1, …. */
    private static Graph graph(OpCase opCase) {
        GraphBuilder graph = new GraphBuilder();
        List<Node> inputs = new ArrayList<>();
        List<Node> with = new ArrayList<>();
        for (CaseInput input : opCase.inputs()) {
            ComputeOp from = opCase.derived().get(inputs.size());
            String name = "x" + inputs.size();
            Node node = from == null ? graph.input(name, input.spec()) : graph.add(name, from, inputs.getFirst());
            inputs.add(node);
            if (input.derivative() != Derivative.NONE) {
                with.add(node);
            }
        }
        Node y = graph.add("y", opCase.op(), inputs);
        Node dy = graph.input("dy", y.spec());
        graph.output("y", y);
        SequencedMap<Node, Node> gradients = Gradients.of(graph, y, dy, with);
        gradients.forEach((input, gradient) -> graph.output("d" + inputs.indexOf(input), gradient));
        return graph.build();
    }

    private Finding compare() {
        Finding worst = new Finding(0, ADJOINT_TOLERANCE, "");
        HostTensor y = executor.fetch("y");
        List<HostTensor> gradients = new ArrayList<>();
        for (int i = 0; i < data.size(); i++) {
            boolean checked = opCase.inputs().get(i).derivative() != Derivative.NONE;
            gradients.add(checked ? executor.fetch("d" + i) : data.get(i));
        }
        for (int i = 0; i < data.size(); i++) {
            Finding finding = switch (opCase.inputs().get(i).derivative()) {
                case NONE -> worst;
                case ADJOINT -> adjoint(i, y, gradients.get(i));
                case DIFFERENCES -> differences(i, gradients.get(i).floats());
            };
            if (finding.error() / finding.tolerance() >= worst.error() / worst.tolerance()) {
                worst = finding;
            }
        }
        return worst;
    }

    private Finding adjoint(int index, HostTensor y, HostTensor gradient) {
        float[] without = forward(index, HostTensor.zeros(data.get(index).spec()));
        float[] change = y.floats().clone();
        double[] left = new double[3];
        for (int i = 0; i < change.length; i++) {
            accumulate(left, (double) change[i] - without[i], dy.floats()[i]);
        }
        double[] right = new double[3];
        for (int i = 0; i < gradient.floats().length; i++) {
            accumulate(right, data.get(index).floats()[i], gradient.floats()[i]);
        }
        double norms = Math.max(Math.sqrt(left[1] * left[2]), Math.sqrt(right[1] * right[2]));
        double error = left[0] == right[0] ? 0 : Math.abs(left[0] - right[0]) / norms;
        return finding(error, ADJOINT_TOLERANCE, index, "⟨f(x), dy⟩ = " + left[0] + " but ⟨x, dx⟩ = " + right[0]);
    }

    /** Adds to the inner product of two vectors and to the squares of their norms. */
    private static void accumulate(double[] sums, double a, double b) {
        sums[0] += a * b;
        sums[1] += a * a;
        sums[2] += b * b;
    }

    /** Richardson's extrapolation of central differences over one and two steps: exact up to the step's fourth power. */
    private Finding differences(int index, float[] gradient) {
        int stride = Math.max(1, gradient.length / MAX_ELEMENTS);
        double largest = 0;
        double worst = 0;
        int at = 0;
        for (int i = 0; i < gradient.length; i += stride) {
            double slope = (4 * slope(index, i, STEP / 2) - slope(index, i, STEP)) / 3;
            largest = Math.max(largest, Math.abs(slope));
            double error = Math.abs(slope - gradient[i]);
            if (!(error <= worst)) {
                worst = error;
                at = i;
            }
        }
        double error = worst == 0 ? 0 : worst / largest;
        return finding(error, DIFFERENCES_TOLERANCE, index, "element " + at + " is " + gradient[at] + ", wrong by " + worst);
    }

    private double slope(int index, int element, float step) {
        HostTensor x = data.get(index);
        float[] above = x.floats().clone();
        float[] below = x.floats().clone();
        above[element] += step;
        below[element] -= step;
        double rise = weighed(forward(index, HostTensor.of(x.shape(), above)))
                - weighed(forward(index, HostTensor.of(x.shape(), below)));
        return rise / ((double) above[element] - below[element]);
    }

    /** Σ y · dy. */
    private double weighed(float[] y) {
        double sum = 0;
        for (int i = 0; i < y.length; i++) {
            sum += (double) y[i] * dy.floats()[i];
        }
        return sum;
    }

    /** The output with another value of one input. */
    private float[] forward(int index, HostTensor value) {
        executor.feed("x" + index, value);
        executor.run();
        executor.feed("x" + index, data.get(index));
        return executor.fetch("y").floats();
    }

    private static Finding finding(double error, double tolerance, int index, String reason) {
        double measured = Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
        return new Finding(measured, tolerance, "the gradient of input " + index + ": " + reason);
    }
}
