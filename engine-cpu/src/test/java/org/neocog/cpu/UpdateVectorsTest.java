package org.neocog.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.neocog.device.DeviceBuffer;
import org.neocog.graph.AdamUpdate;
import org.neocog.graph.SgdUpdate;
import org.neocog.graph.UpdateOp;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/** Machine code against the loops in Java, bit by bit, over three steps; what lies around the arrays is not touched. */
final class UpdateVectorsTest {
    private static final int GUARD = 128;

    private VectorCode code;

    @BeforeEach
    void make() {
        code = Vectors.orSkip();
    }

    static Stream<UpdateOp> updates() {
        return Stream.of(
                new SgdUpdate(0, false, 0.01f), new SgdUpdate(0.9f, false, 0), new SgdUpdate(0.8f, true, 0.02f),
                new AdamUpdate(0.9f, 0.999f, 1e-8f, 0.01f, false), new AdamUpdate(0.8f, 0.99f, 1e-6f, 0.02f, true));
    }

    @ParameterizedTest
    @MethodSource("updates")
    void updatesAsTheLoopsDo(UpdateOp op) {
        IntStream lengths = IntStream.concat(IntStream.rangeClosed(1, 70), IntStream.of(8191, 8192, 20_003));
        lengths.forEach(n -> assertArrayEquals(run(op, n, Optional.empty()), run(op, n, Optional.of(code)), op + " of " + n));
    }

    /** The bits of weights and slots, and of what lies around them. */
    private static int[][] run(UpdateOp op, int n, Optional<VectorCode> code) {
        int slots = op instanceof AdamUpdate ? 2 : ((SgdUpdate) op).momentum() == 0 ? 0 : 1;
        CpuBuffer[] all = new CpuBuffer[2 + slots];
        Arrays.setAll(all, i -> KernelRuns.random("array " + i, Shape.of(n + 2 * GUARD)));
        if (slots == 2) {
            // The mean of squares.
            for (int i = 0; i < all[3].elements(); i++) {
                all[3].floats()[i] = Math.abs(all[3].floats()[i]);
            }
        }
        List<DeviceBuffer> inputs = new ArrayList<>();
        for (CpuBuffer buffer : all) {
            inputs.add(buffer.slice(GUARD * Float.BYTES, TensorSpec.f32(n)));
        }
        inputs.add(new CpuBuffer(HostTensor.of(Shape.of(), new float[] {0.05f}), new AtomicLong()));
        CpuBuffer step = new CpuBuffer(TensorSpec.i32(), new AtomicLong());
        inputs.add(step);
        try (WorkerPool pool = new WorkerPool(3)) {
            WorkerScratch scratch = new WorkerScratch(3);
            CpuKernel kernel = op instanceof AdamUpdate adam
                    ? UpdateKernels.adam(pool, scratch, code, adam)
                    : UpdateKernels.sgd(pool, scratch, code, (SgdUpdate) op);
            assertEquals(code.isPresent() ? "AVX-512" : "", kernel.method());
            for (int i = 1; i <= 3; i++) {
                step.ints()[step.offset()] = i;
                kernel.launch(new CpuKernel.Inputs(inputs), (CpuBuffer) inputs.getFirst(), all[0]);
            }
        }
        return Stream.of(all)
                .map(b -> IntStream.range(0, b.elements()).map(i -> Float.floatToIntBits(b.floats()[b.offset() + i])).toArray())
                .toArray(int[][]::new);
    }

    @Test
    void refusesElementsOutsideOfTheArrays() {
        CpuBuffer ten = KernelRuns.random("w", Shape.of(10));
        CpuBuffer nine = KernelRuns.random("g", Shape.of(9));
        float[] numbers = new float[9];
        int[] list = new int[20];
        UpdateVectors updates = code.updates();
        updates.run(UpdateFunction.SGD, new CpuBuffer[] {ten, ten}, numbers, 0, 10, list);
        assertThrows(
                IndexOutOfBoundsException.class,
                () -> updates.run(UpdateFunction.SGD, new CpuBuffer[] {ten, nine}, numbers, 0, 10, list));
        assertThrows(
                IndexOutOfBoundsException.class,
                () -> updates.run(UpdateFunction.MOMENTUM, new CpuBuffer[] {ten, ten}, numbers, 0, 10, list));
        assertThrows(
                IndexOutOfBoundsException.class,
                () -> updates.run(UpdateFunction.ADAM, new CpuBuffer[] {ten, ten, ten, ten}, new float[8], 0, 10, list));
    }
}
