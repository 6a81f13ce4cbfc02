package org.neocog.testing;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
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

    /**
     * All checks, case by case. None has run yet. While one works on an operation, {@code -Dneocog.cases=REGEX} leaves only
     * the cases in whose names ({@code Conv2d/stride-2}) the expression is found.
     *
     * @throws IllegalArgumentException if it is found in none
     */
    public List<ConformanceTest> tests() {
        String wanted = System.getProperty("neocog.cases", "");
        Pattern pattern = Pattern.compile(wanted);
        List<ConformanceTest> tests = tests(opCase -> pattern.matcher(opCase.toString()).find());
        if (tests.isEmpty()) {
            throw new IllegalArgumentException("no case is called like " + wanted);
        }
        return tests;
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
