package org.neocog.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.neocog.exec.Executor;
import org.neocog.exec.Planner;
import org.neocog.exec.Session;
import org.neocog.graph.Axis;
import org.neocog.graph.GraphBuilder;
import org.neocog.graph.MaxPool2d;
import org.neocog.graph.MaxPool2dGrad;
import org.neocog.graph.Node;
import org.neocog.graph.PoolGeometry;
import org.neocog.graph.Remainder;
import org.neocog.graph.Window;
import org.neocog.random.RandomStream;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;

/** Images of more rows than are worked on together, full of ties, zeros of both signs, infinities and NaN, window by window. */
final class MaxPoolTest {
    private static final float[] SPECIAL = {0f, -0f, Float.NaN, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY,
        Float.intBitsToFloat(0xffc0_0001)};

    static Stream<Arguments> poolings() {
        Axis three = Axis.of(3, 2, 1);
        Axis two = Axis.of(2, 2, 0);
        return Stream.of(
                Arguments.of(Shape.of(2, 3, 71, 90), window(three, three)),
                Arguments.of(Shape.of(1, 2, 112, 112), window(three, three)),
                Arguments.of(Shape.of(1, 5, 64, 66), window(two, two)),
                Arguments.of(Shape.of(1, 5, 65, 67), window(two, two)),
                Arguments.of(Shape.of(3, 4, 28, 28), window(two, two)),
                Arguments.of(Shape.of(1, 3, 90, 41), window(Axis.of(5, 3, 2), Axis.of(4, 1, 1))),
                Arguments.of(Shape.of(1, 2, 70, 64), window(new Axis(3, 2, 2, 2, 2), new Axis(2, 3, 0, 1, 3))),
                Arguments.of(Shape.of(2, 2, 60, 50), window(Axis.of(2, 5, 0), Axis.of(3, 4, 1))),
                Arguments.of(Shape.of(1, 2, 6, 3000), window(three, three)),
                Arguments.of(Shape.of(1, 2, 3000, 2), window(Axis.of(3, 1, 1), Axis.of(2, 1, 0))),
                Arguments.of(Shape.of(1, 2, 80, 60), window(Axis.of(80, 1, 0), Axis.of(60, 1, 0))));
    }

    private static Window window(Axis down, Axis across) {
        return new Window(down, across, Remainder.DROP);
    }

    @ParameterizedTest
    @MethodSource("poolings")
    void theFirstOfTheLargestWinsEachWindow(Shape shape, Window window) {
        PoolGeometry g = PoolGeometry.of(shape, window);
        float[] x = image(shape.elements());
        float[] dy = new float[g.y(shape).elements()];
        RandomStream.named(5, "dy").normal(dy, 1);
        float[] y = new float[dy.length];
        float[] dx = new float[x.length];
        for (int i = 0; i < dy.length; i++) {
            int at = winner(g, x, i);
            y[i] = x[at];
            dx[at] += dy[i];
        }
        for (Optional<VectorCode> code : Set.copyOf(List.of(Optional.<VectorCode>empty(), VectorCode.load().code()))) {
            assertFound(shape, window, code, 1, x, dy, y, dx);
            assertFound(shape, window, code, 3, x, dy, y, dx);
        }
    }

    private static void assertFound(
            Shape shape, Window window, Optional<VectorCode> code, int threads, float[] x, float[] dy, float[] y, float[] dx) {
        HostTensor input = HostTensor.of(shape, x);
        HostTensor gradient = HostTensor.of(PoolGeometry.of(shape, window).y(shape), dy);
        try (CpuDevice device = new CpuDevice(threads, new JavaGemm(), code, Optional.empty(), DnnlType.F32, true);
                Session session = new Session(device)) {
            GraphBuilder graph = new GraphBuilder();
            Node image = graph.input("x", input.spec());
            graph.output("y", graph.add("y", new MaxPool2d(window), image));
            graph.output("dx", graph.add("dx", new MaxPool2dGrad(window), image, graph.input("dy", gradient.spec())));
            Executor executor = session.executor(Planner.plan(graph.build(), device));
            executor.feed("x", input);
            executor.feed("dy", gradient);
            executor.run();
            // A difference of 0 makes both zeros equal.
            assertArrayEquals(y, executor.fetch("y").floats(), 0);
            assertArrayEquals(dx, executor.fetch("dx").floats(), 0);
        }
    }

    private static float[] image(int elements) {
        float[] x = new float[elements];
        RandomStream.named(4, "x").uniform(x, -4, 4);
        for (int i = 0; i < elements; i++) {
            // Steps of a half make ties; one in eighty is special.
            float level = Math.round(2 * x[i]) / 2f;
            x[i] = x[i] > 3.9f ? SPECIAL[(int) (x[i] * 100_000) % SPECIAL.length] : level;
        }
        return x;
    }

    /** The definition: an element in row order takes over if it is larger, or if it is the first NaN. */
    private static int winner(PoolGeometry g, float[] x, int output) {
        int plane = output / (g.outHeight() * g.outWidth());
        int p = output / g.outWidth() % g.outHeight();
        int q = output % g.outWidth();
        Axis down = g.window().height();
        Axis across = g.window().width();
        int best = -1;
        for (int t = 0; t < down.kernel(); t++) {
            for (int u = 0; u < across.kernel(); u++) {
                int row = p * down.stride() - down.padBefore() + t * down.dilation();
                int column = q * across.stride() - across.padBefore() + u * across.dilation();
                if (row >= 0 && row < g.height() && column >= 0 && column < g.width()) {
                    int at = (plane * g.height() + row) * g.width() + column;
                    if (best < 0 || x[at] > x[best] || (Float.isNaN(x[at]) && !Float.isNaN(x[best]))) {
                        best = at;
                    }
                }
            }
        }
        return best;
    }
}
