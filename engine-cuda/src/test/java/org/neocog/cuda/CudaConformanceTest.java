package org.neocog.cuda;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.neocog.device.ConvolutionMethod;
import org.neocog.device.Device;
import org.neocog.device.DeviceOptions;
import org.neocog.testing.CaseResult;
import org.neocog.testing.DeviceConformance;

/** Every check of every case, with each way of convolving that there is. */
class CudaConformanceTest {
    @TestFactory
    Stream<DynamicTest> passesEveryCheckWithItsOwnConvolution() {
        return tests(ConvolutionMethod.IM2COL);
    }

    private static Stream<DynamicTest> tests(ConvolutionMethod method) {
        DeviceOptions options = DeviceOptions.defaults().withConvolution(method).withDeterministic(true);
        Device device = new CudaDevice(CudaStack.load(), 0, options);
        return new DeviceConformance(device).tests().stream()
                .map(test -> DynamicTest.dynamicTest(test.name(), () -> check(test.run())))
                .onClose(() -> List.of(device).forEach(Device::close));
    }

    private static void check(CaseResult result) {
        assumeFalse(result.skipped(), result.reason());
        result.orThrow();
    }
}
