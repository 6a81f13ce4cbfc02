package org.neocog.testing;

import java.util.List;

/** The results of a run of {@link DeviceConformance}, in the order of the cases. */
public record ConformanceReport(List<CaseResult> results) {
    public ConformanceReport {
        results = List.copyOf(results);
    }

    public long passed() {
        return results.stream().filter(CaseResult::passed).count();
    }

    public long failed() {
        return results.stream().filter(CaseResult::failed).count();
    }

    public long skipped() {
        return results.stream().filter(CaseResult::skipped).count();
    }
}
