package org.neocog.cuda;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.neocog.device.ConvolutionMethod;
import org.neocog.device.Device;
import org.neocog.device.DeviceOptions;
import org.neocog.testing.CaseResult;
import org.neocog.testing.DeviceConformance;

/** Convolutions of as many images at a time as a small workspace holds: one, and a few with a rest. */
class ChunkedConvolutionTest {
    @TestFactory
    Stream<DynamicTest> convolvesImageByImage() {
        return tests(1);
    }

    @TestFactory
    Stream<DynamicTest> convolvesAFewImagesAtATime() {
        return tests(5000);
    }

    private static Stream<DynamicTest> tests(long workspace) {
        CudaUnderTest.open(DeviceOptions.defaults()).close();
        DeviceOptions options = DeviceOptions.defaults().withConvolution(ConvolutionMethod.IM2COL);
        Device device = new CudaDevice(CudaStack.load(), 0, options, OptionalLong.of(workspace));
        return new DeviceConformance(device).tests(opCase -> opCase.opName().startsWith("Conv")).stream()
                .map(test -> DynamicTest.dynamicTest(test.name(), () -> {
                    CaseResult result = test.run();
                    assumeFalse(result.skipped(), result.reason());
                    result.orThrow();
                }))
                .onClose(device::close);
    }
}
