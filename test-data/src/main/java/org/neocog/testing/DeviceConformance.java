package org.neocog.testing;

import java.util.List;
import java.util.function.Predicate;
import org.neocog.device.Device;

/**
 * Every check of every case on a device. A test makes a dynamic test of each of {@link #tests()}; a command prints
 * {@link #run}'s report. Owns no device: whoever opened it closes it.
 */
public final class DeviceConformance {
    private final Device device;
    private final List<Device> others;

    /**
     * @param device what is checked
     * @param others devices that must give the same bits: the same backend with other numbers of threads
     */
    public DeviceConformance(Device device, Device... others) {
        this.device = device;
        this.others = List.of(others);
    }

    /** All checks, case by case. None has run yet. */
    public List<ConformanceTest> tests() {
        return tests(_ -> true);
    }

    /** The checks of the cases that are wanted. */
    public List<ConformanceTest> tests(Predicate<OpCase> wanted) {
        return OpCases.all().stream().filter(wanted).flatMap(opCase -> tests(opCase).stream()).toList();
    }

    List<ConformanceTest> tests(OpCase opCase) {
        return opCase.checks().stream().map(check -> new ConformanceTest(opCase, check, device, others)).toList();
    }

    /** Runs the checks of the cases that are wanted, such as {@code c -> c.opName().equals("Conv2d")}. */
    public ConformanceReport run(Predicate<OpCase> wanted) {
        return new ConformanceReport(tests(wanted).stream().map(ConformanceTest::run).toList());
    }
}
