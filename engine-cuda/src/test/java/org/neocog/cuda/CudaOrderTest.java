package org.neocog.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.api.Test;
import org.neocog.device.ConvolutionMethod;
import org.neocog.device.Device;
import org.neocog.device.DeviceBuffer;
import org.neocog.device.DeviceOptions;
import org.neocog.device.Kernel;
import org.neocog.graph.GraphBuilder;
import org.neocog.graph.Scale;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.TensorSpec;

/** Writes, launches and reads take place in the order of the calls, whatever overlaps behind them. */
class CudaOrderTest {
    private static final DeviceOptions OPTIONS =
            DeviceOptions.defaults().withConvolution(ConvolutionMethod.IM2COL);

    /** Below what goes straight to its place, at it, above it, more than a slot holds, and more than all slots hold. */
    @ParameterizedTest
    @ValueSource(ints = {1, 1024, 1025, 70_000, 5_000_000, 20_000_000})
    void everyLaunchSeesWhatWasWrittenBeforeItAndNothingLater(int elements) {
        TensorSpec spec = TensorSpec.f32(elements);
        int rounds = elements < 1_000_000 ? 12 : 3;
        for (SimulatedCuda.Schedule schedule : CudaUnderTest.real()
                ? List.of(SimulatedCuda.Schedule.LAZY)
                : List.of(SimulatedCuda.Schedule.values())) {
            try (Device device = CudaUnderTest.open(OPTIONS, cuda -> cuda.schedule(schedule, 7))) {
                check(device, spec, rounds);
            }
        }
    }

    private static void check(Device device, TensorSpec spec, int rounds) {
        GraphBuilder graph = new GraphBuilder();
        Kernel twice = device.compile(graph.add("twice", new Scale(2), graph.input("x", spec)));
        HostTensor host = HostTensor.zeros(spec);
        DeviceBuffer x = device.allocate(spec);
        DeviceBuffer[] results = new DeviceBuffer[rounds];
        for (int round = 0; round < rounds; round++) {
            results[round] = device.allocate(spec);
            for (int i = 0; i < spec.elements(); i++) {
                host.floats()[i] = round * 1000 + i % 997;
            }
            device.write(host, x);
            twice.launch(List.of(x), results[round], results[round]);
        }
        float[] wanted = new float[spec.elements()];
        for (int round = 0; round < rounds; round++) {
            device.read(results[round], host);
            for (int i = 0; i < wanted.length; i++) {
                wanted[i] = 2 * (round * 1000 + i % 997);
            }
            assertArrayEquals(wanted, host.floats());
            results[round].close();
        }
        x.close();
    }

    @Test
    void manySmallWritesGoRoundTheirPinnedMemory() {
        try (Device device = CudaUnderTest.open(OPTIONS)) {
            DeviceBuffer[] buffers = new DeviceBuffer[400];
            for (int i = 0; i < buffers.length; i++) {
                buffers[i] = device.allocate(TensorSpec.f32(1000));
                HostTensor value = HostTensor.zeros(TensorSpec.f32(1000));
                java.util.Arrays.fill(value.floats(), i);
                device.write(value, buffers[i]);
            }
            for (int i = 0; i < buffers.length; i++) {
                HostTensor value = HostTensor.zeros(TensorSpec.f32(1000));
                device.read(buffers[i], value);
                assertEquals(i, value.floats()[0]);
                assertEquals(i, value.floats()[999]);
                buffers[i].close();
            }
        }
    }

    @Test
    void refusesBuffersThatDoNotFitOrAreClosedOrAnotherDevices() {
        try (Device device = CudaUnderTest.open(OPTIONS);
                Device other = new CudaDevice(CudaStack.load(), 0, OPTIONS);
                DeviceBuffer foreign = other.allocate(TensorSpec.f32(4))) {
            HostTensor four = HostTensor.zeros(TensorSpec.f32(4));
            assertThrows(IllegalArgumentException.class, () -> device.write(four, foreign));
            DeviceBuffer buffer = device.allocate(TensorSpec.f32(64));
            assertThrows(IllegalArgumentException.class, () -> device.write(four, buffer));
            assertThrows(IllegalArgumentException.class, () -> buffer.slice(0, TensorSpec.i32(4)));
            assertThrows(IndexOutOfBoundsException.class, () -> buffer.slice(4, TensorSpec.f32(4)));
            assertThrows(IndexOutOfBoundsException.class, () -> buffer.slice(64, TensorSpec.f32(64)));
            DeviceBuffer slice = buffer.slice(64, TensorSpec.f32(4));
            buffer.close();
            assertThrows(IllegalStateException.class, () -> device.write(four, slice));
        }
    }
}
