package org.neocog.cuda;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.function.Consumer;
import org.neocog.device.Device;
import org.neocog.device.DeviceOptions;

/** The GPU that the tests of the backend run on: the simulated one, or, with {@code -Drequire.cuda=true}, this machine's. */
final class CudaUnderTest {
    private CudaUnderTest() {}

    static boolean real() {
        return Boolean.getBoolean("require.cuda");
    }

    static Device open(DeviceOptions options) {
        return open(options, _ -> {});
    }

    /**
     * @param prepare what the simulation is to be like
     */
    static Device open(DeviceOptions options, Consumer<SimulatedCuda> prepare) {
        if (!real()) {
            prepare.accept(SimulatedCuda.use());
        }
        Device device = new CudaDeviceProvider().open("cuda:0", options);
        if (real()) {
            assertFalse(Gpu.list().getFirst().name().contains("simulated"), "a real GPU was asked for");
        }
        return device;
    }

    /** For tests of what no real GPU does at will. */
    static SimulatedCuda simulated() {
        assumeFalse(real(), "only the simulated GPU does this");
        return SimulatedCuda.use();
    }

    /** Whether the convolutions of cuDNN can be tested too; it is not simulated. */
    static boolean hasCudnn() {
        return real() && CudaStack.load().cudnnAvailable();
    }
}
