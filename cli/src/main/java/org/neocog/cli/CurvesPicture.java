package org.neocog.cli;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.neocog.train.EpochMetrics;

/** Loss and accuracy by epoch, those of training and of validation, side by side. */
final class CurvesPicture {
    private static final int WIDTH = 560;
    private static final int HEIGHT = 400;
    /** Fewer points than this are marked, since a line through one point shows nothing. */
    private static final int MARKED = 30;
    /** Told apart by the colour-blind, too (Okabe and Ito, 2008). */
    private static final Color TRAINING = new Color(0x0072B2);

    private static final Color VALIDATION = new Color(0xD55E00);

    private CurvesPicture() {}

    /**
     * @param epochs at least one
     */
    static BufferedImage draw(List<EpochMetrics> epochs) {
        return Drawing.withText(() -> {
            BufferedImage image = new BufferedImage(2 * WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
            Graphics2D graphics = image.createGraphics();
            XYChart loss = chart("Loss", epochs, EpochMetrics::trainLoss, EpochMetrics::valLoss);
            loss.paint(graphics, WIDTH, HEIGHT);
            graphics.translate(WIDTH, 0);
            XYChart accuracy = chart(
                    "Accuracy (%)", epochs, epoch -> 100 * epoch.trainAccuracy(), epoch -> 100 * epoch.valAccuracy());
            accuracy.paint(graphics, WIDTH, HEIGHT);
            graphics.dispose();
            return image;
        });
    }

    private static XYChart chart(
            String title,
            List<EpochMetrics> epochs,
            ToDoubleFunction<EpochMetrics> training,
            ToDoubleFunction<EpochMetrics> validation) {
        XYChart chart = new XYChartBuilder().width(WIDTH).height(HEIGHT).title(title).xAxisTitle("epoch").build();
        chart.getStyler()
                .setChartBackgroundColor(Color.WHITE)
                .setPlotBorderVisible(false)
                .setLegendBorderColor(Color.WHITE)
                .setChartTitleBoxVisible(false)
                // Within the chart it would hide some part of a line, wherever it is put.
                .setLegendPosition(Styler.LegendPosition.OutsideS)
                .setLegendLayout(Styler.LegendLayout.Horizontal);
        chart.getStyler()
                .setPlotGridLinesColor(new Color(0xE4E4E4))
                .setxAxisTickLabelsFormattingFunction(CurvesPicture::wholeNumber)
                .setyAxisTickLabelsFormattingFunction(CurvesPicture::fourDigits)
                .setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12))
                .setLocale(Locale.ROOT);
        if (epochs.size() == 1) {
            chart.getStyler().setXAxisMin(0.0).setXAxisMax(2.0);
        }
        add(chart, "training", epochs, training, TRAINING);
        add(chart, "validation", epochs, validation, VALIDATION);
        return chart;
    }

    private static void add(
            XYChart chart, String name, List<EpochMetrics> epochs, ToDoubleFunction<EpochMetrics> value, Color color) {
        XYSeries series = chart.addSeries(
                name,
                epochs.stream().mapToDouble(EpochMetrics::epoch).toArray(),
                epochs.stream().mapToDouble(value).toArray());
        series.setLineColor(color);
        series.setMarkerColor(color);
        series.setMarker(epochs.size() < MARKED ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
    }

    /** As many as two ticks need to differ; where there is one value only, its digits would fill the chart. */
    private static String fourDigits(double value) {
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(4, RoundingMode.HALF_EVEN));
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }

    /** There is no epoch 1.5. */
    private static String wholeNumber(double epoch) {
        return Math.abs(epoch - Math.rint(epoch)) < 1e-6 ? Integer.toString((int) Math.rint(epoch)) : "";
    }
}
