package org.neocog.testing;

import java.util.List;
import org.neocog.device.Device;
import org.neocog.testing.CaseResult.Status;

/** One check of one case on a device. */
public final class ConformanceTest {
    private final OpCase opCase;
    private final Check check;
    private final Device device;
    private final List<Device> others;

    ConformanceTest(OpCase opCase, Check check, Device device, List<Device> others) {
        this.opCase = opCase;
        this.check = check;
        this.device = device;
        this.others = others;
    }

    /** {@code Conv2d/stride-2/golden}. */
    public String name() {
        return opCase + "/" + check.label();
    }

    public OpCase opCase() {
        return opCase;
    }

    public Check check() {
        return check;
    }

    /** Runs the check. What the device throws becomes a failure with that reason. */
    public CaseResult run() {
        try {
            if (check == Check.GRADIENT && !GradientCheck.applies(opCase)) {
                return result(0, 0, Status.SKIPPED, "no input has a gradient to be checked");
            }
            Finding finding = measure();
            return finding.passes()
                    ? result(finding.error(), finding.tolerance(), Status.PASSED, "")
                    : result(finding.error(), finding.tolerance(), Status.FAILED, finding.reason());
        } catch (RuntimeException e) {
            return result(Double.POSITIVE_INFINITY, 0, Status.FAILED, e.toString());
        }
    }

    private Finding measure() {
        return switch (check) {
            case SHAPE -> ValueChecks.shape(device, opCase);
            case GOLDEN, SPECIAL -> ValueChecks.golden(device, opCase);
            case REFERENCE -> ValueChecks.reference(device, opCase);
            case GRADIENT -> GradientCheck.run(device, opCase);
            case GUARD -> StorageChecks.guard(device, opCase);
            case IN_PLACE -> StorageChecks.inPlace(device, opCase);
            case DETERMINISTIC -> StorageChecks.deterministic(device, others, opCase);
        };
    }

    private CaseResult result(double error, double tolerance, Status status, String reason) {
        return new CaseResult(opCase.opName(), opCase.name(), check.label(), error, tolerance, status, reason);
    }

    @Override
    public String toString() {
        return name();
    }
}
