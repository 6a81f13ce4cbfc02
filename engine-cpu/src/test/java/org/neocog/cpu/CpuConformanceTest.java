package org.neocog.cpu;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.neocog.testing.CaseResult;
import org.neocog.testing.DeviceConformance;

/** Every check of every case, with the same bits from two threads, one and five, for each matrix multiplication there is. */
final class CpuConformanceTest {
    @TestFactory
    Stream<DynamicTest> passesEveryCheckWithTheLibraryInUse() {
        return tests(GemmLibrary.load().gemm());
    }

    @TestFactory
    Stream<DynamicTest> passesEveryCheckWithTheMultiplicationInJava() {
        return tests(new JavaGemm());
    }

    /** The stream is closed when the last of its tests has run. */
    private static Stream<DynamicTest> tests(Gemm gemm) {
        CpuDevice two = new CpuDevice(2, gemm);
        CpuDevice one = new CpuDevice(1, gemm);
        CpuDevice five = new CpuDevice(5, gemm);
        return new DeviceConformance(two, one, five).tests().stream()
                .map(test -> DynamicTest.dynamicTest(test.name(), () -> check(test.run())))
                .onClose(() -> List.of(two, one, five).forEach(CpuDevice::close));
    }

    private static void check(CaseResult result) {
        assumeFalse(result.skipped(), result.reason());
        result.orThrow();
    }
}
