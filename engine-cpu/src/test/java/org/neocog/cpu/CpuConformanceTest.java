package org.neocog.cpu;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.neocog.testing.CaseResult;
import org.neocog.testing.DeviceConformance;

/** Every check of every case, with the same bits from two threads, one and five, with the libraries and machine code of this machine and without. */
final class CpuConformanceTest {
    @TestFactory
    Stream<DynamicTest> passesEveryCheckWithWhatIsInUse() {
        return tests(GemmLibrary.load().gemm(), VectorCode.load().code());
    }

    @TestFactory
    Stream<DynamicTest> passesEveryCheckWithNothingButJava() {
        return tests(new JavaGemm(), Optional.empty());
    }

    /** The stream is closed when the last of its tests has run. */
    private static Stream<DynamicTest> tests(Gemm gemm, Optional<VectorCode> code) {
        CpuDevice two = device(2, gemm, code);
        CpuDevice one = device(1, gemm, code);
        CpuDevice five = device(5, gemm, code);
        return new DeviceConformance(two, one, five).tests().stream()
                .map(test -> DynamicTest.dynamicTest(test.name(), () -> check(test.run())))
                .onClose(() -> List.of(two, one, five).forEach(CpuDevice::close));
    }

    private static CpuDevice device(int threads, Gemm gemm, Optional<VectorCode> code) {
        return new CpuDevice(threads, gemm, code, Optional.empty(), DnnlType.F32, true);
    }

    private static void check(CaseResult result) {
        assumeFalse(result.skipped(), result.reason());
        result.orThrow();
    }
}
