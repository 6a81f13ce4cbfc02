package org.neocog.cli;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.neocog.train.EpochMetrics;

/** Training curves for a terminal: a line of bars for each, with its first, last and best value. */
final class CurvesText {
    private static final String BARS = "▁▂▃▄▅▆▇█";
    /** Columns beside the bars. */
    private static final int BESIDE = 48;

    private CurvesText() {}

    static List<String> lines(List<EpochMetrics> epochs, int width) {
        TextTable table = new TextTable(
                TextTable.Align.LEFT, TextTable.Align.LEFT, TextTable.Align.RIGHT, TextTable.Align.RIGHT, TextTable.Align.RIGHT);
        table.row("epochs " + epochs.getFirst().epoch() + " to " + epochs.getLast().epoch(), "", "first", "last", "best");
        int bars = Math.max(1, Math.min(epochs.size(), width - BESIDE));
        row(table, "training loss", epochs, EpochMetrics::trainLoss, bars, "%.4f", false);
        row(table, "validation loss", epochs, EpochMetrics::valLoss, bars, "%.4f", false);
        row(table, "training accuracy", epochs, epoch -> 100 * epoch.trainAccuracy(), bars, "%.2f %%", true);
        row(table, "validation accuracy", epochs, epoch -> 100 * epoch.valAccuracy(), bars, "%.2f %%", true);
        return table.lines();
    }

    private static void row(
            TextTable table,
            String name,
            List<EpochMetrics> epochs,
            ToDoubleFunction<EpochMetrics> value,
            int bars,
            String format,
            boolean highestIsBest) {
        double[] values = epochs.stream().mapToDouble(value).toArray();
        int best = IntStream.range(0, values.length)
                .reduce(0, (a, b) -> (highestIsBest ? values[b] > values[a] : values[b] < values[a]) ? b : a);
        table.row(
                name,
                bars(values, bars),
                String.format(Locale.ROOT, format, values[0]),
                String.format(Locale.ROOT, format, values[values.length - 1]),
                String.format(Locale.ROOT, format + " (%d)", values[best], epochs.get(best).epoch()));
    }

    /** From the smallest value, the lowest bar, to the largest; each bar is the mean of as many values as it stands for. */
    static String bars(double[] values, int bars) {
        double[] means = new double[bars];
        for (int i = 0; i < bars; i++) {
            int from = (int) ((long) i * values.length / bars);
            int to = (int) ((i + 1L) * values.length / bars);
            means[i] = IntStream.range(from, to).mapToDouble(j -> values[j]).average().orElseThrow();
        }
        double low = IntStream.range(0, bars).mapToDouble(i -> means[i]).min().orElseThrow();
        double high = IntStream.range(0, bars).mapToDouble(i -> means[i]).max().orElseThrow();
        StringBuilder text = new StringBuilder();
        for (double mean : means) {
            int level = high > low ? (int) Math.round((mean - low) / (high - low) * (BARS.length() - 1)) : 0;
            text.append(BARS.charAt(level));
        }
        return text.toString();
    }
}
