package org.neocog.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.neocog.graph.BatchMoments;
import org.neocog.graph.BatchNorm;
import org.neocog.graph.BatchNormSums;
import org.neocog.graph.BatchNormTraining;
import org.neocog.graph.BatchNormTrainingGrad;
import org.neocog.graph.ComputeOp;
import org.neocog.graph.MovingAverageUpdate;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;

/** Normalizations as PyTorch computes them, with the running statistics of several steps. */
final class GoldenNormCases {
    private final List<OpCase> cases = new ArrayList<>();

    private GoldenNormCases() {}

    static List<OpCase> all() {
        GoldenNormCases golden = new GoldenNormCases();
        golden.running("running-mean", 1);
        golden.running("running-variance-of-12", 12 / 11f);
        GoldenFile file = GoldenFile.load("batch-norm");
        file.cases().forEach(name -> golden.batchNorm(file, name));
        return golden.cases;
    }

    private void batchNorm(GoldenFile file, String name) {
        float epsilon = 1e-5f;
        add(file, name, new BatchMoments(), "moments", "x");
        add(file, name, new BatchNormTraining(epsilon), "y", "x", "moments", "weight", "bias");
        add(file, name, new BatchNormSums(epsilon), "sums", "x", "moments", "dy");
        add(file, name, new BatchNormTrainingGrad(epsilon), "dx", "x", "moments", "weight", "dy", "sums");
        add(file, name, new BatchNorm(epsilon), "inferred", "x", "mean", "variance", "weight", "bias");
    }

    private void add(GoldenFile file, String name, ComputeOp op, String output, String... inputs) {
        List<HostTensor> given = List.of(inputs).stream().map(input -> file.tensor(name, input)).toList();
        cases.add(OpCase.golden(
                "pytorch-" + name, op, Tolerances.ELEMENTWISE, given, Golden.output(file.tensor(name, output))));
    }

    private void running(String name, float factor) {
        GoldenFile file = GoldenFile.load("moving-average");
        HostTensor values = file.tensor(name, "values");
        HostTensor after = file.tensor(name, "after");
        List<Golden.Launch> launches = new ArrayList<>();
        for (int step = 0; step < values.shape().dim(0); step++) {
            launches.add(new Golden.Launch(Map.of(1, row(values, step)), row(after, step)));
        }
        cases.add(OpCase.golden("pytorch-" + name, new MovingAverageUpdate(0.9f, factor), Tolerances.ELEMENTWISE,
                List.of(file.tensor(name, "start"), row(values, 0)), new Golden(launches)));
    }

    private static HostTensor row(HostTensor matrix, int index) {
        int width = matrix.shape().dim(1);
        return HostTensor.of(Shape.of(width), Arrays.copyOfRange(matrix.floats(), index * width, (index + 1) * width));
    }
}
