package org.neocog.cli;

import me.tongfei.progressbar.ProgressBarConsumer;

/** The terminal's last line, in which a bar is drawn again and again, and lines that move above it. */
final class ProgressLine implements ProgressBarConsumer {
    private final Console console;
    private String shown = "";
    private boolean closed;

    ProgressLine(Console console) {
        this.console = console;
    }

    /** One column less than there is: a full line would wrap. */
    @Override
    public int getMaxRenderedLength() {
        return Math.max(1, console.width() - 1);
    }

    @Override
    public synchronized void accept(String bar) {
        if (!closed) {
            draw(bar.stripTrailing());
        }
    }

    /** Prints a line and leaves the bar below it. */
    synchronized void say(String text) {
        String bar = shown;
        draw("");
        console.say(text);
        draw(bar);
    }

    @Override
    public synchronized void close() {
        draw("");
        closed = true;
    }

    private void draw(String bar) {
        if (!bar.equals(shown)) {
            console.err().print("\r" + bar + " ".repeat(Math.max(0, shown.length() - bar.length())) + "\r");
            console.err().flush();
            shown = bar;
        }
    }
}
