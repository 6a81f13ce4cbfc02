package org.neocog.cuda;

import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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

    /** Convolutions that cuDNN cannot do (padding on one side) are then the engine's own. */
    @TestFactory
    Stream<DynamicTest> passesEveryCheckWithTheConvolutionOfCudnn() {
        assumeTrue(CudaUnderTest.hasCudnn(), "cuDNN is not simulated; -Drequire.cuda=true tests it on a GPU");
        return tests(ConvolutionMethod.AUTO);
    }

    private static Stream<DynamicTest> tests(ConvolutionMethod method) {
        Device device =
                CudaUnderTest.open(DeviceOptions.defaults().withConvolution(method).withDeterministic(true));
        return new DeviceConformance(device).tests().stream()
                .map(test -> DynamicTest.dynamicTest(test.name(), () -> check(test.run())))
                .onClose(device::close);
    }

    private static void check(CaseResult result) {
        assumeFalse(result.skipped(), result.reason());
        result.orThrow();
    }
}
