package org.neocog.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.neocog.UsageException;
import org.neocog.device.Device;
import org.neocog.device.DeviceOptions;
import org.neocog.device.Devices;
import org.neocog.testing.CaseResult;
import org.neocog.testing.ConformanceReport;
import org.neocog.testing.DeviceConformance;
import org.neocog.testing.OpCase;
import org.neocog.testing.OpCases;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code neocog check}. */
@Command(
        name = "check",
        description = {
            "Checks a device against the definition of each operation: golden values, gradients, NaN and infinity,"
                    + " bytes around every output, and the same bits when run twice and with another number of"
                    + " threads.",
            "",
            "An error is the largest relative difference, or the number of wrong elements where they must be exact."
        },
        footer = {"  neocog check", "  neocog check --op Conv2d --device cpu", "  neocog check --json | jq .failed"})
final class CheckCommand implements Callable<Integer> {
    /** Every result must have the same bits with another number of threads: an odd one, which divides little evenly. */
    private static final int OTHER_THREADS = 3;

    private final Console console;

    @Option(names = "--op", paramLabel = "NAME", description = "Only this operation, as Conv2d; all if not given.")
    private Optional<String> op = Optional.empty();

    @Mixin
    private DeviceChoice device;

    @Mixin
    private ResultOptions common;

    CheckCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        op.ifPresent(CheckCommand::requireKnown);
        // Two runs are compared bit by bit, which asks for algorithms that allow it.
        DeviceOptions options = device.options().withDeterministic(true);
        try (Device opened = Devices.open(device.device().orElse("cpu"), options);
                Device otherwise = Devices.open(opened.id(), options.withThreads(OTHER_THREADS))) {
            ConformanceReport report = new DeviceConformance(opened, otherwise)
                    .run(opCase -> op.map(opCase.opName()::equals).orElse(true));
            if (common.json()) {
                console.print(json(report));
            } else {
                print(report);
            }
            return report.failed() == 0 ? ExitCode.DONE : ExitCode.FAILED;
        }
    }

    private static void requireKnown(String name) {
        List<String> known = OpCases.all().stream().map(OpCase::opName).distinct().sorted().toList();
        if (!known.contains(name)) {
            throw new UsageException("--op " + name + ": there is no such operation; there are " + String.join(", ", known));
        }
    }

    private void print(ConformanceReport report) {
        TextTable table = new TextTable(
                TextTable.Align.LEFT,
                TextTable.Align.LEFT,
                TextTable.Align.LEFT,
                TextTable.Align.RIGHT,
                TextTable.Align.RIGHT,
                TextTable.Align.LEFT);
        table.row("op", "case", "check", "error", "tolerance", "");
        // Those that failed come last, where they are seen.
        List<CaseResult> results = new ArrayList<>(report.results());
        results.sort(Comparator.comparing(CaseResult::failed));
        for (CaseResult result : results) {
            String verdict = result.passed() ? "ok" : (result.failed() ? "FAILED: " : "skipped: ") + result.reason();
            table.row(
                    result.op(),
                    result.caseName(),
                    result.check(),
                    result.skipped() ? "-" : String.format(Locale.ROOT, "%.3g", result.error()),
                    result.skipped() ? "-" : String.format(Locale.ROOT, "%.3g", result.tolerance()),
                    verdict);
        }
        table.lines().forEach(console::print);
        console.print("");
        console.print(report.passed() + " passed, " + report.failed() + " failed, " + report.skipped() + " skipped");
    }

    private static JsonObject json(ConformanceReport report) {
        JsonArray cases = new JsonArray();
        for (CaseResult result : report.results()) {
            JsonObject one = new JsonObject();
            one.addProperty("op", result.op());
            one.addProperty("case", result.caseName());
            one.addProperty("check", result.check());
            one.add("error", Json.number(result.error()));
            one.add("tolerance", Json.number(result.tolerance()));
            one.addProperty("passed", result.passed());
            one.addProperty("skipped", result.skipped());
            one.addProperty("reason", result.reason());
            cases.add(one);
        }
        JsonObject json = new JsonObject();
        json.add("cases", cases);
        json.addProperty("passed", report.passed());
        json.addProperty("failed", report.failed());
        json.addProperty("skipped", report.skipped());
        return json;
    }
}
