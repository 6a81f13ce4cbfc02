package org.neocog.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.neocog.exec.Plan;
import org.neocog.exec.Planner;
import org.neocog.nn.BatchNormFolding;
import org.neocog.nn.InferenceGraph;
import org.neocog.nn.Models;

/** Networks of which both ways were measured, and one was clearly faster. */
final class FusionCostTest {
    @ParameterizedTest
    @CsvSource({
        "vgg16, 1, false", "resnet18-cifar, 64, false", "unet, 1, false", "resnet18, 8, false", "mnist-cnn, 100, false",
        "resnet50, 1, true", "resnet18, 1, true", "resnet18-cifar, 1, true", "resnet18-cifar, 8, true", "mnist-cnn, 1, true",
        "resnet20-cifar, 64, true"
    })
    void choosesTheWayThatWasMeasuredToBeFaster(String name, int batch, boolean fused) {
        GemmLibrary library = Dnnl.orSkip();
        try (CpuDevice device = new CpuDevice(2, library.gemm(), Optional.empty(), library.primitives(), DnnlType.F32, true)) {
            Plan plan = Planner.plan(BatchNormFolding.of(InferenceGraph.of(Models.find(name), batch)).graph(), device);
            assertEquals(fused, plan.steps().stream().anyMatch(step -> step.nodes().size() > 2));
        }
    }
}
