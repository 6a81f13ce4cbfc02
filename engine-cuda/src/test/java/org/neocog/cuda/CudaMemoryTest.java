package org.neocog.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.neocog.NeocogException;
import org.neocog.device.ConvolutionMethod;
import org.neocog.device.Device;
import org.neocog.device.DeviceBuffer;
import org.neocog.device.DeviceOptions;
import org.neocog.device.OutOfDeviceMemoryException;
import org.neocog.tensor.TensorSpec;

class CudaMemoryTest {
    private static final DeviceOptions OPTIONS =
            DeviceOptions.defaults().withConvolution(ConvolutionMethod.IM2COL);

    @Test
    void closingGivesEveryByteBack() {
        SimulatedCuda cuda = CudaUnderTest.simulated();
        try (Device device = CudaUnderTest.open(OPTIONS)) {
            try (TrainedNet net = new TrainedNet(device, "lenet5", 8)) {
                net.losses(3);
                assertTrue(device.allocatedBytes() > 0);
            }
            assertEquals(0, device.allocatedBytes());
        }
        assertEquals(0, cuda.liveAllocations());
        assertEquals(0, cuda.liveBytes());
        assertEquals(0, cuda.liveHandles());
        assertEquals(0, cuda.leaks());
    }

    @Test
    void aDeviceClosedBeforeItsBuffersLeavesNothingEither() {
        SimulatedCuda cuda = CudaUnderTest.simulated();
        Device device = CudaUnderTest.open(OPTIONS);
        DeviceBuffer buffer = device.allocate(TensorSpec.f32(1000));
        device.close();
        buffer.close();
        assertEquals(0, cuda.liveBytes());
        assertEquals(0, cuda.liveHandles());
    }

    @Test
    void theTrainingLoopNeitherAllocatesNorWaits() {
        SimulatedCuda cuda = CudaUnderTest.simulated();
        try (Device device = CudaUnderTest.open(OPTIONS);
                TrainedNet net = new TrainedNet(device, "lenet5", 8)) {
            net.losses(3);
            long allocations = cuda.allocations();
            long bytes = cuda.liveBytes();
            long waits = cuda.synchronizations();
            for (int i = 0; i < 3; i++) {
                net.step();
            }
            assertEquals(waits, cuda.synchronizations());
            net.loss();
            assertEquals(waits + 1, cuda.synchronizations());
            assertEquals(allocations, cuda.allocations());
            assertEquals(bytes, cuda.liveBytes());
        }
    }

    @Test
    void saysWhatWasAskedWhatIsFreeAndWhatThePlanNeeds() {
        SimulatedCuda cuda = CudaUnderTest.simulated();
        try (Device device = CudaUnderTest.open(OPTIONS)) {
            cuda.setMemory(200L << 20);
            OutOfDeviceMemoryException e = assertThrows(
                    OutOfDeviceMemoryException.class, () -> new TrainedNet(device, "mnist-cnn", 1000).close());
            assertTrue(
                    e.getMessage().matches("out of memory on cuda:0: \\d+ MiB were asked for and \\d+ MiB are free; the plan"
                            + " needs \\d+ MiB in all \\(\\d+ MiB for variables, \\d+ MiB for inputs, \\d+ MiB for everything"
                            + " between\\)"),
                    e.getMessage());
            assertTrue(e.free() < 200L << 20);
            assertEquals(0, device.allocatedBytes());
        }
        assertEquals(0, cuda.liveBytes());
    }

    @Test
    void everyAllocationMayFailWithoutALeak() {
        SimulatedCuda cuda = CudaUnderTest.simulated();
        try (Device device = CudaUnderTest.open(OPTIONS)) {
            int failed = 0;
            while (fails(cuda, device, failed + 1)) {
                failed++;
                assertEquals(0, device.allocatedBytes());
            }
            // Three for each of ten parameters (Adam has two slots), at least.
            assertTrue(failed > 30, failed + " allocations");
        }
        assertEquals(0, cuda.liveBytes());
        assertEquals(0, cuda.liveHandles());
    }

    private static boolean fails(SimulatedCuda cuda, Device device, int allocation) {
        cuda.failAllocation(allocation);
        try (TrainedNet _ = new TrainedNet(device, "lenet5", 4)) {
            return false;
        } catch (OutOfDeviceMemoryException e) {
            return true;
        } finally {
            cuda.failAllocation(0);
        }
    }

    @Test
    void aDeviceThatCannotBeOpenedKeepsNothing() {
        SimulatedCuda cuda = CudaUnderTest.simulated();
        cuda.loseDevice(0);
        cuda.setMemory(1);
        try {
            assertThrows(NeocogException.class, () -> {
                try (Device device = new CudaDeviceProvider().open("cuda", OPTIONS)) {
                    device.allocate(TensorSpec.f32(10));
                }
            });
        } finally {
            SimulatedCuda.use();
        }
        assertEquals(0, cuda.liveHandles());
    }
}
