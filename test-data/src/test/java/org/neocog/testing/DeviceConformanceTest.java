package org.neocog.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.neocog.NeocogException;

/** Each kind of mistake is found by the check that is there for it. */
final class DeviceConformanceTest {
    @Test
    void aCorrectDeviceHasNoFailure() {
        ConformanceReport report = new DeviceConformance(new ReferenceDevice()).run(c -> c.opName().equals("Relu"));
        assertEquals(0, report.failed());
        assertTrue(report.passed() > 20, report.results().toString());
        assertEquals(0, report.skipped());
    }

    @Test
    void onlyTheWantedCasesRun() {
        ConformanceReport report = new DeviceConformance(new ReferenceDevice()).run(c -> c.opName().equals("OneHot"));
        assertTrue(report.results().stream().allMatch(result -> result.op().equals("OneHot")));
        assertEquals(report.results().size(), report.passed() + report.failed() + report.skipped());
    }

    @Test
    void anOperationWithoutGradientIsSkippedWithAReason() {
        CaseResult skipped = new DeviceConformance(new ReferenceDevice())
                .run(c -> c.opName().equals("OneHot"))
                .results().stream().filter(CaseResult::skipped).findFirst().orElseThrow();
        assertEquals("gradient", skipped.check());
        assertEquals("no input has a gradient to be checked", skipped.reason());
        skipped.orThrow();
    }

    @Test
    void aValueThatIsSlightlyOffFailsTheComparisons() {
        assertEquals(Set.of("golden", "reference", "special"), failures("Conv2d", (device, right, inputs, output) -> {
            right.launch(inputs, output, output);
            for (int i = 0; i < output.spec().elements(); i++) {
                FaultyDevice.poke(output, i, FaultyDevice.peek(output, i) * 1.0001f);
            }
        }));
    }

    @Test
    void aWriteBehindTheEndFailsTheGuard() {
        assertTrue(failures("Softmax", (device, right, inputs, output) -> {
            right.launch(inputs, output, output);
            FaultyDevice.poke(output, output.spec().elements(), 0);
        }).contains("guard"));
    }

    @Test
    void aWriteBeforeTheStartFailsTheGuard() {
        assertTrue(failures("Softmax", (device, right, inputs, output) -> {
            right.launch(inputs, output, output);
            FaultyDevice.poke(output, -1, 0);
        }).contains("guard"));
    }

    @Test
    void anInputThatIsChangedFailsTheGuard() {
        assertTrue(failures("Conv2d", (device, right, inputs, output) -> {
            right.launch(inputs, output, output);
            FaultyDevice.poke(inputs.get(1), 0, 7);
        }).contains("guard"));
    }

    @Test
    void storageThatIsNotGivenBackFailsTheGuard() {
        assertEquals(Set.of("guard"), failures("Relu", (device, right, inputs, output) -> {
            device.allocate(output.spec());
            right.launch(inputs, output, output);
        }));
    }

    @Test
    void anOutputThatIsAddedToWhatWasThereFailsTheComparisons() {
        assertTrue(failures("MatMul", (device, right, inputs, output) -> {
            float before = FaultyDevice.peek(output, 0);
            right.launch(inputs, output, output);
            FaultyDevice.poke(output, 0, FaultyDevice.peek(output, 0) + before);
        }).contains("reference"));
    }

    @Test
    void anInputReadAfterItIsOverwrittenFailsInPlace() {
        assertTrue(failures("Softmax", (device, right, inputs, output) -> {
            FaultyDevice.poke(output, 0, 3);
            right.launch(inputs, output, output);
        }).contains("inPlace"));
    }

    @Test
    void anotherResultAtTheSecondRunFailsDeterminism() {
        AtomicInteger launches = new AtomicInteger();
        assertTrue(failures("ChannelSum", (device, right, inputs, output) -> {
            right.launch(inputs, output, output);
            float jitter = 1 + launches.incrementAndGet() * 0x1p-23f;
            FaultyDevice.poke(output, 0, FaultyDevice.peek(output, 0) * jitter);
        }).contains("deterministic"));
    }

    @Test
    void aKernelThatRemembersItsFirstInputFailsDeterminism() {
        float[] remembered = {Float.NaN};
        assertTrue(failures("Scale", (device, right, inputs, output) -> {
            right.launch(inputs, output, output);
            float now = FaultyDevice.peek(output, 0);
            FaultyDevice.poke(output, 0, now == 0 || Float.isNaN(remembered[0]) ? now : remembered[0]);
            remembered[0] = now;
        }).contains("deterministic"));
    }

    @Test
    void otherBitsOnAnotherDeviceFailDeterminism() {
        FaultyDevice other = new FaultyDevice((device, right, inputs, output) -> {
            right.launch(inputs, output, output);
            FaultyDevice.poke(output, 0, Math.nextUp(FaultyDevice.peek(output, 0)));
        });
        ConformanceReport report =
                new DeviceConformance(new ReferenceDevice(), other).run(c -> c.opName().equals("ChannelSum"));
        Set<String> failed = new TreeSet<>();
        report.results().stream().filter(CaseResult::failed).forEach(result -> failed.add(result.check()));
        assertEquals(Set.of("deterministic"), failed);
    }

    @Test
    void aWrongGradientFailsTheAdjoint() {
        // The maximum pooling's gradient is its own operation; a forward pass that is right does not hide it.
        assertEquals(Set.of("gradient"), failures("MaxPool2d", (device, right, inputs, output) -> {
            right.launch(inputs, output, output);
            if (inputs.size() == 2) {
                int last = output.spec().elements() - 1;
                for (int i = 0; i <= last; i++) {
                    FaultyDevice.poke(output, i, FaultyDevice.peek(output, i) * 0.99f);
                }
            }
        }));
    }

    @Test
    void aWrongGradientFailsTheDifferences() {
        assertEquals(Set.of("gradient"), failures("Tanh", (device, right, inputs, output) -> {
            right.launch(inputs, output, output);
            if (inputs.size() == 2) {
                FaultyDevice.poke(output, 0, FaultyDevice.peek(output, 0) * 1.1f + 0.1f);
            }
        }));
    }

    @Test
    void whatADeviceThrowsIsAFailureWithItsMessage() {
        FaultyDevice device = new FaultyDevice((d, right, inputs, output) -> {
            throw new NeocogException("out of memory");
        });
        CaseResult result = new DeviceConformance(device).run(c -> c.opName().equals("Add")).results().getFirst();
        assertTrue(result.failed());
        assertTrue(result.reason().contains("out of memory"), result.reason());
        AssertionError error = assertThrows(AssertionError.class, result::orThrow);
        assertTrue(error.getMessage().startsWith("Add/scalar/"), error.getMessage());
    }

    private static Set<String> failures(String op, FaultyDevice.Fault fault) {
        Set<String> checks = new TreeSet<>();
        new DeviceConformance(new FaultyDevice(fault))
                .run(c -> c.opName().equals(op))
                .results().stream().filter(CaseResult::failed).forEach(result -> checks.add(result.check()));
        return checks;
    }
}
