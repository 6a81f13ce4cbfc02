package org.neocog.cli;

import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How often each class (row) was taken for each class (column). A cell's text is the count, its colour the share of its row,
 * so that rare classes are seen as well as frequent ones: a chart library's heat map has one number for both.
 */
final class ConfusionPicture {
    private static final int SIDE = 1200;
    private static final int MARGIN = 16;
    private static final Color FULL = new Color(0x08519C);
    /** From this share on white is easier to read on a cell's blue than black: both contrasts are 4.6 to 1 here. */
    private static final double WHITE_TEXT = 0.6;

    private static final Color LINE = new Color(0xD8DEE6);

    private final int[][] confusion;
    private final List<String> labels;
    private final int cell;
    /** Width and height of the labels' margin at the left and at the top. */
    private final int labelled;

    private ConfusionPicture(int[][] confusion, List<String> labels, FontMetrics font) {
        this.confusion = confusion;
        this.labels = labels;
        this.cell = Math.clamp(SIDE / labels.size(), 3, 52);
        int longest = labels.stream().mapToInt(font::stringWidth).max().orElse(0);
        this.labelled = namesFit() ? Math.min(longest, 160) + 3 * MARGIN : 2 * MARGIN;
    }

    static BufferedImage draw(int[][] confusion, List<String> labels) {
        return Drawing.withText(() -> {
            Graphics2D measure = Drawing.graphics(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB));
            ConfusionPicture picture = new ConfusionPicture(confusion, labels, measure.getFontMetrics());
            measure.dispose();
            return picture.draw();
        });
    }

    private boolean namesFit() {
        return cell >= 20;
    }

    private BufferedImage draw() {
        int size = labels.size() * cell;
        BufferedImage image = new BufferedImage(labelled + size + MARGIN, labelled + size + MARGIN, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = Drawing.graphics(image);
        for (int row = 0; row < labels.size(); row++) {
            long total = IntStream.of(confusion[row]).asLongStream().sum();
            for (int column = 0; column < labels.size(); column++) {
                int count = confusion[row][column];
                cell(graphics, row, column, count, total == 0 ? 0 : count / (double) total);
            }
        }
        graphics.setColor(Color.DARK_GRAY);
        if (namesFit()) {
            // Names that fit into their columns are written upright, but only if all do.
            boolean upright = labels.stream().allMatch(name -> graphics.getFontMetrics().stringWidth(name) <= cell);
            for (int i = 0; i < labels.size(); i++) {
                String name = Drawing.shortened(graphics, labels.get(i), labelled - 3 * MARGIN);
                int middle = labelled + i * cell + cell / 2;
                int width = graphics.getFontMetrics().stringWidth(name);
                graphics.drawString(name, labelled - 6 - width, middle + 5);
                column(graphics, name, middle, width, upright);
            }
        }
        graphics.drawString("predicted class", labelled, MARGIN + 2);
        graphics.rotate(-Math.PI / 2);
        graphics.drawString("true class", -labelled - size, MARGIN + 2);
        graphics.dispose();
        return image;
    }

    private void cell(Graphics2D graphics, int row, int column, int count, double share) {
        int x = labelled + column * cell;
        int y = labelled + row * cell;
        graphics.setColor(colour(share));
        graphics.fillRect(x, y, cell, cell);
        if (cell > 8) {
            graphics.setColor(LINE);
            graphics.drawRect(x, y, cell, cell);
        }
        String text = Integer.toString(count);
        int width = graphics.getFontMetrics().stringWidth(text);
        if (count > 0 && width < cell - 2) {
            graphics.setColor(share > WHITE_TEXT ? Color.WHITE : Color.BLACK);
            graphics.drawString(text, x + (cell - width) / 2, y + cell / 2 + 5);
        }
    }

    private void column(Graphics2D graphics, String name, int middle, int width, boolean upright) {
        if (upright) {
            graphics.drawString(name, middle - width / 2, labelled - 6);
        } else {
            Graphics2D turned = (Graphics2D) graphics.create();
            turned.rotate(-Math.PI / 2, middle, labelled);
            turned.drawString(name, middle + 6, labelled + 5);
            turned.dispose();
        }
    }

    /** From white to blue. The root lets a few errors among many right answers be seen. */
    private static Color colour(double share) {
        double root = Math.sqrt(share);
        return new Color(mixed(255, FULL.getRed(), root), mixed(255, FULL.getGreen(), root), mixed(255, FULL.getBlue(), root));
    }

    private static int mixed(int from, int to, double share) {
        return (int) Math.round(from + (to - from) * share);
    }
}
