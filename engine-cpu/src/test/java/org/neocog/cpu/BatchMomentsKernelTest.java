package org.neocog.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.neocog.exec.Executor;
import org.neocog.exec.Planner;
import org.neocog.exec.Session;
import org.neocog.graph.BatchMoments;
import org.neocog.graph.GraphBuilder;
import org.neocog.random.RandomStream;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;

final class BatchMomentsKernelTest {
    /** A mean of thousands of standard deviations, and a first element far off. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 300})
    void theVarianceIsExactHoweverFarTheMeanIsFromZero(int inner) {
        Shape shape = Shape.of(40, 3, inner);
        float[] x = new float[shape.elements()];
        RandomStream.named(3, "x").normal(x, 1);
        for (int i = 0; i < x.length; i++) {
            x[i] += 30_000;
        }
        x[0] = -1e6f;
        float[] found;
        try (CpuDevice device = new CpuDevice(2, new JavaGemm()); Session session = new Session(device)) {
            GraphBuilder graph = new GraphBuilder();
            graph.output("moments", graph.add("moments", new BatchMoments(), graph.input("x", HostTensor.of(shape, x).spec())));
            Executor executor = session.executor(Planner.plan(graph.build(), device));
            executor.feed("x", HostTensor.of(shape, x));
            executor.run();
            found = executor.fetch("moments").floats();
        }
        for (int c = 0; c < 3; c++) {
            double mean = 0;
            for (int i = 0; i < x.length; i++) {
                mean += i / inner % 3 == c ? x[i] / (40.0 * inner) : 0;
            }
            double variance = 0;
            for (int i = 0; i < x.length; i++) {
                variance += i / inner % 3 == c ? (x[i] - mean) * (x[i] - mean) / (40.0 * inner) : 0;
            }
            assertEquals(mean, found[c], 1e-7 * Math.abs(mean));
            assertEquals(variance, found[3 + c], 1e-7 * variance);
        }
    }
}
