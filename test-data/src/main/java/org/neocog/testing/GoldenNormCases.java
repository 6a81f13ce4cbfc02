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
import org.neocog.graph.LayerNorm;
import org.neocog.graph.LayerNormGrad;
import org.neocog.graph.LayerNormSums;
import org.neocog.graph.LocalResponseNorm;
import org.neocog.graph.LocalResponseNormGrad;
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
        GoldenFile layer = GoldenFile.load("layer-norm");
        layer.cases().forEach(name -> golden.layerNorm(layer, name));
        golden.responses(GoldenFile.load("local-response-norm"));
        return golden.cases;
    }

    private void layerNorm(GoldenFile file, String name) {
        add(file, name, new LayerNorm(1e-5f), "y", "x", "weight", "bias");
        add(file, name, new LayerNormGrad(1e-5f), "dx", "x", "weight", "dy");
        add(file, name, new LayerNormSums(1e-5f), "sums", "x", "dy");
    }

    private void responses(GoldenFile file) {
        response(file, "alexnet", new LocalResponseNorm(5, 5e-4f, 0.75f, 2));
        response(file, "strong", new LocalResponseNorm(5, 0.5f, 0.75f, 1));
        response(file, "even-window", new LocalResponseNorm(4, 0.5f, 0.75f, 1.5f));
        response(file, "other-power", new LocalResponseNorm(3, 1, 1.5f, 0.5f));
        response(file, "window-beyond-channels", new LocalResponseNorm(9, 1, 0.5f, 1));
        response(file, "one-channel", new LocalResponseNorm(1, 1, 0.75f, 1));
        response(file, "lines", new LocalResponseNorm(2, 1, 0.75f, 1));
        response(file, "volumes", new LocalResponseNorm(3, 1, 0.75f, 1));
    }

    private void response(GoldenFile file, String name, LocalResponseNorm op) {
        add(file, name, op, "y", "x");
        add(file, name, new LocalResponseNormGrad(op), "dx", "x", "dy");
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
