package org.neocog.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.neocog.NeocogException;
import org.neocog.device.ConvolutionMethod;
import org.neocog.device.Device;
import org.neocog.device.DeviceOptions;

class CudaFailureTest {
    private static final DeviceOptions OPTIONS =
            DeviceOptions.defaults().withConvolution(ConvolutionMethod.IM2COL);

    @Test
    void aLostDeviceIsAnErrorThatSaysWhatToDoAndClosingStillWorks() {
        SimulatedCuda cuda = CudaUnderTest.simulated();
        try (Device device = CudaUnderTest.open(OPTIONS);
                TrainedNet net = new TrainedNet(device, "lenet5", 4)) {
            net.losses(2);
            cuda.loseDevice(20);
            NeocogException e = assertThrows(NeocogException.class, () -> net.losses(5));
            assertTrue(e.getMessage().startsWith("cuda:0 failed while "), e.getMessage());
            assertTrue(e.getMessage().endsWith("start again, from the last checkpoint if there is one"), e.getMessage());
            assertThrows(NeocogException.class, net::loss);
        } finally {
            SimulatedCuda.use();
        }
    }

    @Test
    void aLaunchThatFailsNamesItsNode() {
        SimulatedCuda cuda = CudaUnderTest.simulated();
        try (Device device = CudaUnderTest.open(OPTIONS);
                TrainedNet net = new TrainedNet(device, "lenet5", 4)) {
            net.losses(1);
            cuda.failLaunch(1);
            NeocogException e = assertThrows(NeocogException.class, net::step);
            assertTrue(e.getMessage().startsWith("cuda:0 failed while running conv1"), e.getMessage());
        }
    }

    @Test
    void asksForAGpuThatCanDoTf32() {
        SimulatedCuda cuda = CudaUnderTest.simulated();
        cuda.setComputeCapability(7, 5);
        try {
            NeocogException e = assertThrows(
                    NeocogException.class,
                    () -> new CudaDevice(
                            CudaStack.load(), 0, OPTIONS.withPrecision(org.neocog.device.Precision.TF32)));
            assertEquals("cuda:0 has compute capability 7.5, but TF32 needs 8.0; use --precision fp32", e.getMessage());
        } finally {
            SimulatedCuda.use();
        }
        assertEquals(0, cuda.liveHandles());
    }

    @Test
    void saysThatCudnnIsMissingWhereItIsAskedFor() {
        CudaUnderTest.simulated();
        NeocogException e = assertThrows(
                NeocogException.class,
                () -> CudaUnderTest.open(OPTIONS.withConvolution(ConvolutionMethod.CUDNN)).close());
        assertTrue(e.getMessage().startsWith("cuDNN is not usable: "), e.getMessage());
        assertTrue(e.getMessage().endsWith("; use --conv auto or --conv im2col"), e.getMessage());
    }
}
