package org.neocog.cpu;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.neocog.random.RandomStream;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/** Runs single kernels on random numbers. */
final class KernelRuns {
    private KernelRuns() {}

    /** The kernel's result; its workspace is full of NaN before. */
    static float[] run(CpuKernel kernel, Shape shape, CpuBuffer... inputs) {
        AtomicLong allocated = new AtomicLong();
        CpuBuffer result = new CpuBuffer(TensorSpec.f32(shape), allocated);
        Arrays.fill(result.floats(), Float.NaN);
        int words = (int) ((kernel.workspaceBytes() + 3) / 4);
        CpuBuffer workspace = new CpuBuffer(TensorSpec.f32(Math.max(1, words)), allocated);
        Arrays.fill(workspace.floats(), Float.NaN);
        kernel.launch(new CpuKernel.Inputs(List.of(inputs)), result, workspace);
        return result.floats();
    }

    static CpuBuffer random(String name, Shape shape) {
        CpuBuffer buffer = new CpuBuffer(TensorSpec.f32(shape), new AtomicLong());
        RandomStream.named(7, name).normal(buffer.floats(), 1);
        return buffer;
    }

    /** Holds each difference to a limit, relative to the element and to the root of the mean square of all. */
    static void assertNear(float[] wanted, float[] found, double limit) {
        double squares = 0;
        for (float value : wanted) {
            squares += (double) value * value;
        }
        double scale = Math.sqrt(squares / wanted.length);
        for (int i = 0; i < wanted.length; i++) {
            double error = Math.abs(found[i] - wanted[i]) / (Math.abs(wanted[i]) + scale);
            assertTrue(error < limit, "element " + i + " is " + found[i] + ", not " + wanted[i]);
        }
    }
}
