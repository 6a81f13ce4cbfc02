package org.neocog.cli;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.function.Supplier;
import org.neocog.NeocogException;
import org.neocog.visual.Picture;

/** Pictures with text in them. */
final class Drawing {
    private static final int MARGIN = 12;
    private static final int TEXT = 22;
    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 14);

    private Drawing() {}

    /**
     * Draws with text, which Java takes from the system.
     *
     * @throws NeocogException if the system has no fonts
     */
    static BufferedImage withText(Supplier<BufferedImage> drawing) {
        try {
            return drawing.get();
        } catch (InternalError | LinkageError | RuntimeException e) {
            // What Java throws where it finds no fonts differs from version to version, but all of it names these.
            if (e instanceof InternalError
                    || e instanceof LinkageError
                    || String.valueOf(e.getMessage()).matches("(?is).*font.*")) {
                throw new NeocogException("no text can be drawn into pictures because this system has no fonts; install"
                        + " fontconfig and a font (on Debian: apt install fontconfig fonts-dejavu-core)", e);
            }
            throw e;
        }
    }

    /** Pictures of one size in rows, a line of text under each. */
    static BufferedImage captioned(List<Picture> tiles, List<String> captions, int columns) {
        return withText(() -> {
            int cellWidth = tiles.getFirst().width() + MARGIN;
            int cellHeight = tiles.getFirst().height() + MARGIN + TEXT;
            int rows = Math.ceilDiv(tiles.size(), columns);
            BufferedImage image =
                    new BufferedImage(columns * cellWidth + MARGIN, rows * cellHeight + MARGIN, BufferedImage.TYPE_INT_RGB);
            Graphics2D graphics = graphics(image);
            for (int i = 0; i < tiles.size(); i++) {
                int left = MARGIN + i % columns * cellWidth;
                int top = MARGIN + i / columns * cellHeight;
                Picture tile = tiles.get(i);
                graphics.drawImage(tile.image(), left, top, null);
                graphics.drawRect(left - 1, top - 1, tile.width() + 1, tile.height() + 1);
                String caption = shortened(graphics, captions.get(i), tile.width() + MARGIN / 2);
                int width = graphics.getFontMetrics().stringWidth(caption);
                graphics.drawString(caption, left + (tile.width() - width) / 2, top + tile.height() + TEXT - 5);
            }
            graphics.dispose();
            return image;
        });
    }

    /** For dark grey text on a white ground. */
    static Graphics2D graphics(BufferedImage image) {
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        graphics.setColor(Color.DARK_GRAY);
        graphics.setFont(FONT);
        return graphics;
    }

    /** As many characters of the text as fit into so many pixels. */
    static String shortened(Graphics2D graphics, String text, int width) {
        String result = text;
        while (result.length() > 1 && graphics.getFontMetrics().stringWidth(result) > width) {
            result = result.substring(0, result.endsWith("…") ? result.length() - 2 : result.length() - 1) + "…";
        }
        return result;
    }
}
