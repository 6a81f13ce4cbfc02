package org.neocog.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.neocog.UsageException;

/**
 * The lectures' notation for nets: {@code -} or {@code ->} between layers, brackets of either kind around a group, {@code *3}
 * behind what is repeated. A {@code ?} leaves a layer open in the lectures; whoever writes one down here wants it.
 *
 * <pre>
 * net   = item { ("-" | "->") item }
 * item  = ( layer | "(" net ")" | "[" net "]" ) [ "?" ] [ "*" number ]
 * layer = "INPUT" | "CONV" | "RELU" | "POOL" | "FC" | "SOFTMAX" | "SVM"
 * </pre>
 */
final class PatternNotation {
    private static final List<String> LAYERS = List.of("INPUT", "CONV", "RELU", "POOL", "FC", "SOFTMAX", "SVM");
    /** More than any net of such a kind can train with. */
    private static final int MAX_LAYERS = 1000;
    private static final int MAX_LENGTH = 1000;

    private final String text;
    private int at;

    private PatternNotation(String text) {
        this.text = text;
    }

    /**
     * The layers in order, every repetition written out, without INPUT.
     *
     * @throws UsageException if the text is not of the form above, or the net has a loss before its end
     */
    static List<String> layers(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new UsageException("a pattern is at most " + MAX_LENGTH + " characters long, not " + text.length());
        }
        PatternNotation notation = new PatternNotation(text.toUpperCase(Locale.ROOT).replace("->", "-").replace(" ", ""));
        List<String> layers = new ArrayList<>(notation.net());
        if (notation.at < notation.text.length()) {
            throw notation.error("a - or the end");
        }
        if (layers.size() > 1 && layers.getFirst().equals("INPUT")) {
            layers.removeFirst();
        }
        for (int i = 0; i < layers.size(); i++) {
            boolean loss = layers.get(i).matches("SOFTMAX|SVM");
            if (layers.get(i).equals("INPUT") || loss && i < layers.size() - 1) {
                throw new UsageException("pattern " + Words.quote(text) + ": " + layers.get(i) + " can only stand at the "
                        + (loss ? "end" : "beginning"));
            }
        }
        return layers;
    }

    private List<String> net() {
        List<String> layers = new ArrayList<>(item());
        while (take('-')) {
            layers.addAll(item());
            check(layers.size());
        }
        return layers;
    }

    private List<String> item() {
        List<String> once = group();
        take('?');
        if (!take('*')) {
            return once;
        }
        int times = number();
        check((long) once.size() * times);
        List<String> repeated = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            repeated.addAll(once);
        }
        return repeated;
    }

    private List<String> group() {
        for (String brackets : List.of("()", "[]")) {
            if (take(brackets.charAt(0))) {
                List<String> inside = net();
                if (!take(brackets.charAt(1))) {
                    throw error("a - or a " + brackets.charAt(1));
                }
                return inside;
            }
        }
        for (String layer : LAYERS) {
            if (text.startsWith(layer, at)) {
                at += layer.length();
                return List.of(layer);
            }
        }
        throw error("a bracket or one of " + String.join(", ", LAYERS));
    }

    private int number() {
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == start || at - start > 4) {
            at = start;
            throw error("a number of at most 4 digits");
        }
        return Integer.parseInt(text.substring(start, at));
    }

    private boolean take(char wanted) {
        if (at < text.length() && text.charAt(at) == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private void check(long layers) {
        if (layers > MAX_LAYERS) {
            throw new UsageException("pattern " + Words.quote(text) + " has more than " + MAX_LAYERS + " layers");
        }
    }

    private UsageException error(String wanted) {
        String found = at == text.length() ? "it ends" : Words.quote(text.substring(at)) + " follows";
        return new UsageException("pattern " + Words.quote(text) + ": " + found + " after " + at + " characters, where there"
                + " should be " + wanted);
    }
}
