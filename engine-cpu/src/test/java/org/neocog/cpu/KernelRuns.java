package org.neocog.cpu;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.neocog.device.DeviceBuffer;
import org.neocog.random.RandomStream;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/** Runs single kernels on random numbers. */
final class KernelRuns {
    private KernelRuns() {}

    /** Bytes before and behind a buffer, in which nothing may be written. */
    private static final int GUARD = 4096;
    private static final int GUARD_WORDS = GUARD / Float.BYTES;

    /** The kernel's result; its workspace is full of NaN before, and so is all memory around its buffers, and after too. */
    static float[] run(CpuKernel kernel, Shape shape, CpuBuffer... inputs) {
        List<CpuBuffer> all = new ArrayList<>();
        List<DeviceBuffer> copies = new ArrayList<>();
        for (CpuBuffer input : inputs) {
            CpuBuffer copy = guarded(input.spec(), all);
            System.arraycopy(input.floats(), input.offset(), copy.floats(), copy.offset(), copy.elements());
            copies.add(copy);
        }
        CpuBuffer result = guarded(TensorSpec.f32(shape), all);
        int words = (int) ((kernel.workspaceBytes() + 3) / 4);
        CpuBuffer workspace = guarded(TensorSpec.f32(Math.max(1, words)), all);
        kernel.launch(new CpuKernel.Inputs(copies), result, workspace);
        for (CpuBuffer buffer : all) {
            float[] floats = buffer.floats();
            for (int i = 0; i < GUARD_WORDS; i++) {
                assertTrue(Float.isNaN(floats[i]), "something was written before a buffer");
                assertTrue(Float.isNaN(floats[floats.length - 1 - i]), "something was written behind a buffer");
            }
        }
        return floats(result);
    }

    /** A copy of a buffer's elements. */
    static float[] floats(CpuBuffer buffer) {
        return Arrays.copyOfRange(buffer.floats(), buffer.offset(), buffer.offset() + buffer.elements());
    }

    private static CpuBuffer guarded(TensorSpec spec, List<CpuBuffer> all) {
        CpuBuffer whole = new CpuBuffer(TensorSpec.f32(spec.elements() + 2 * GUARD_WORDS), new AtomicLong());
        Arrays.fill(whole.floats(), Float.NaN);
        CpuBuffer buffer = (CpuBuffer) whole.slice(GUARD, spec);
        all.add(buffer);
        return buffer;
    }

    /**
     * Rows of random numbers; around and between them all is NaN.
     *
     * @param guard elements before the first row and behind the last
     * @param ld elements from row to row
     */
    static float[] matrix(int guard, String name, int rows, int columns, int ld) {
        float[] numbers = new float[rows * columns];
        RandomStream.named(3, name).normal(numbers, 1);
        float[] matrix = new float[2 * guard + rows * ld];
        Arrays.fill(matrix, Float.NaN);
        for (int i = 0; i < rows; i++) {
            System.arraycopy(numbers, i * columns, matrix, guard + i * ld, columns);
        }
        return matrix;
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
