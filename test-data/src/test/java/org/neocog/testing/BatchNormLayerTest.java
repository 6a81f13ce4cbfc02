package org.neocog.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.neocog.exec.Executor;
import org.neocog.exec.Planner;
import org.neocog.exec.Session;
import org.neocog.graph.GraphBuilder;
import org.neocog.graph.Node;
import org.neocog.nn.Mode;
import org.neocog.nn.NetBuilder;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.TensorSpec;

/** The layer as networks use it, against PyTorch's: outputs and running statistics, step by step. */
final class BatchNormLayerTest {
    private static final double TOLERANCE = 1e-6;

    private final GoldenFile file = GoldenFile.load("batch-norm-layer");
    private final Session session = new Session(new ReferenceDevice());

    @AfterEach
    void close() {
        session.close();
    }

    private Executor executor(Mode mode, int batch) {
        GraphBuilder graph = new GraphBuilder();
        NetBuilder net = new NetBuilder(graph, mode);
        Node y = net.batchNorm("bn", graph.input("x", TensorSpec.f32(batch, 3, 3, 2)));
        graph.output("y", y);
        net.updates().forEach((name, update) -> graph.output("update/" + name, update));
        return session.executor(Planner.plan(graph.build(), session.device()));
    }

    private void same(String caseName, String key, HostTensor found) {
        assertEquals(0, Errors.relative(found.floats(), file.tensor(caseName, key).floats()), TOLERANCE, caseName + " " + key);
    }

    @Test
    void threeStepsAndInferenceAreThoseOfPyTorch() {
        session.set("bn.weight", file.tensor("inference", "weight"));
        session.set("bn.bias", file.tensor("inference", "bias"));
        Map.of("bn.running_mean", 0f, "bn.running_var", 1f).forEach(
                (name, value) -> session.set(name, Tensors.filled(TensorSpec.f32(3), value)));
        Executor training = executor(Mode.TRAINING, 4);
        for (String step : List.of("step-1", "step-2", "step-3")) {
            training.feed("x", file.tensor(step, "x"));
            training.run();
            same(step, "y", training.fetch("y"));
            same(step, "mean", session.get("bn.running_mean"));
            same(step, "variance", session.get("bn.running_var"));
        }
        Executor inference = executor(Mode.INFERENCE, 2);
        inference.feed("x", file.tensor("inference", "x"));
        inference.run();
        same("inference", "y", inference.fetch("y"));
        same("step-3", "mean", session.get("bn.running_mean"));
    }
}
