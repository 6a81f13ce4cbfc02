package org.neocog.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.neocog.exec.Executor;
import org.neocog.exec.Planner;
import org.neocog.exec.Session;
import org.neocog.graph.Axis;
import org.neocog.graph.Conv2d;
import org.neocog.graph.GraphBuilder;
import org.neocog.graph.MaxPool2d;
import org.neocog.graph.Node;
import org.neocog.graph.Relu;
import org.neocog.graph.Scale;

/** The plain loops against PyTorch, the lectures and their own gradients: they are the measure of every device. */
final class ReferenceDeviceTest {
    @TestFactory
    Stream<DynamicTest> passesEveryCheck() {
        return new DeviceConformance(new ReferenceDevice(), new ReferenceDevice())
                .tests().stream().map(test -> DynamicTest.dynamicTest(test.name(), () -> check(test.run())));
    }

    private static void check(CaseResult result) {
        assumeFalse(result.skipped(), result.reason());
        result.orThrow();
    }

    @Test
    void theLecturesToyNetGivesItsPrintedMapsCutOffAfterTwoDigits() {
        GraphBuilder graph = new GraphBuilder();
        Node image = graph.input("image", XAndO.image().spec());
        Node filters = graph.variable("filters", XAndO.filters().spec());
        Node matches = graph.add("match", new Conv2d(Windows.of(3, 1, 0), 1, false), image, filters);
        Node means = graph.add("mean", new Scale(1 / 9f), matches);
        Node rectified = graph.add("relu", new Relu(), means);
        Axis axis = Axis.of(2, 2, 0);
        graph.output("maps", means);
        graph.output("pooled", graph.add("pool", new MaxPool2d(Windows.partial(axis, axis)), rectified));
        ReferenceDevice device = new ReferenceDevice();
        try (Session session = new Session(device)) {
            session.set("filters", XAndO.filters());
            Executor executor = session.executor(Planner.plan(graph.build(), device));
            executor.feed("image", XAndO.image());
            executor.run();
            float[] maps = executor.fetch("maps").floats();
            float[] pooled = executor.fetch("pooled").floats();
            assertEquals("0.77 -0.11 0.11 0.33 0.55 -0.11 0.33", printed(maps, 0, 7));
            assertEquals("-0.11 1.00 -0.11 0.33 -0.11 0.11 -0.11", printed(maps, 7, 7));
            assertEquals("1.00 0.33 0.55 0.33", printed(pooled, 0, 4));
            assertEquals("0.33 1.00 0.33 0.55", printed(pooled, 4, 4));
            assertEquals("0.55 0.33 1.00 0.11", printed(pooled, 8, 4));
            assertEquals("0.33 0.55 0.11 0.77", printed(pooled, 12, 4));
            assertEquals("0.55 0.33 0.55 0.33", printed(pooled, 16, 4));
            assertEquals("0.77 0.33 0.55 0.33", printed(pooled, 44, 4));
        }
        assertEquals(0, device.allocatedBytes());
    }

    private static String printed(float[] values, int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(i -> new BigDecimal(values[i]).setScale(2, RoundingMode.DOWN).toPlainString())
                .collect(Collectors.joining(" "));
    }
}
