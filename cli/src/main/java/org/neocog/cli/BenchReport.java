package org.neocog.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** What a benchmark measured, for people and for scripts. The peak is in floating-point operations per second. */
record BenchReport(
        String model,
        String mode,
        String device,
        int batch,
        long multiplyAdds,
        Timings timings,
        OptionalDouble peakFlops,
        List<StepProfile.Row> profile) {

    private double imagesPerSecond() {
        return timings.stepsPerSecond() * batch;
    }

    private double gflops() {
        return 2e-9 * multiplyAdds * timings.stepsPerSecond();
    }

    JsonObject json(boolean withProfile) {
        JsonObject json = new JsonObject();
        json.addProperty("model", model);
        json.addProperty("mode", mode);
        json.addProperty("device", device);
        json.addProperty("batch", batch);
        json.addProperty("steps", timings.steps());
        json.add("seconds", Json.number(timings.seconds()));
        json.add("imagesPerSecond", Json.number(imagesPerSecond()));
        json.add("msPerStepMedian", Json.number(timings.millis(0.5)));
        json.add("msPerStepP10", Json.number(timings.millis(0.1)));
        json.add("msPerStepP90", Json.number(timings.millis(0.9)));
        json.add("gflops", Json.number(gflops()));
        json.add("peakGflops", peakFlops.isPresent() ? Json.number(peakFlops.getAsDouble() / 1e9) : JsonNull.INSTANCE);
        json.add(
                "peakFraction",
                peakFlops.isPresent() ? Json.number(gflops() * 1e9 / peakFlops.getAsDouble()) : JsonNull.INSTANCE);
        if (withProfile) {
            JsonArray rows = new JsonArray();
            profile.forEach(row -> rows.add(row.json()));
            json.add("profile", rows);
        }
        return json;
    }

    List<String> lines() {
        TextTable table = new TextTable(TextTable.Align.LEFT, TextTable.Align.LEFT);
        table.row("model", model + ", " + mode + ", batch " + batch + ", on " + device);
        table.row("images/s", text("%,.0f", imagesPerSecond()));
        table.row(
                "ms per step",
                text("%.2f median, %.2f p10, %.2f p90", timings.millis(0.5), timings.millis(0.1), timings.millis(0.9))
                        + text(" (%,d steps in %.1f s)", timings.steps(), timings.seconds()));
        table.row("GFLOP/s", text("%.1f", gflops()) + (peakFlops.isPresent()
                ? text(", %.1f %% of the peak of %.0f", gflops() * 1e11 / peakFlops.getAsDouble(),
                        peakFlops.getAsDouble() / 1e9)
                : ""));
        List<String> lines = new ArrayList<>(table.lines());
        if (!profile.isEmpty()) {
            lines.add("");
            lines.addAll(profileTable().lines());
        }
        return lines;
    }

    private TextTable profileTable() {
        TextTable table = new TextTable(
                TextTable.Align.LEFT,
                TextTable.Align.LEFT,
                TextTable.Align.LEFT,
                TextTable.Align.LEFT,
                TextTable.Align.RIGHT,
                TextTable.Align.RIGHT,
                TextTable.Align.RIGHT,
                TextTable.Align.RIGHT);
        table.row("step", "op", "method", "output", "ms", "%", "GFLOP/s", "GB/s");
        for (StepProfile.Row row : profile) {
            table.row(
                    row.node().name(),
                    row.op(),
                    row.method(),
                    row.node().shape().toString(),
                    text("%.3f", row.millis()),
                    text("%.1f", 100 * row.share()),
                    row.multiplyAdds() == 0 ? "-" : text("%.1f", row.gflops()),
                    row.bytes() == 0 ? "-" : text("%.1f", row.gigabytesPerSecond()));
        }
        double millis = profile.stream().mapToDouble(StepProfile.Row::millis).sum();
        table.row("total", "", "", "", text("%.3f", millis), "100.0", text("%.1f", 2e-6 * multiplyAdds / millis), "");
        return table;
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
