package org.neocog.nn;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.neocog.UsageException;

/**
 * Nets after the pattern of the CS231n lectures, {@code [(CONV-RELU)*N-POOL?]*M-(FC-RELU)*K-SOFTMAX}, written as a net
 * description: either {@code pattern:n=2,m=3,k=1,pool=yes,filters=32,width=256} or the pattern itself with numbers.
 *
 * <p>CONV is 3×3 and keeps the maps' size, POOL takes the largest of 2×2, and SOFTMAX brings one more fully-connected layer
 * for the scores if none stands before it. The filters double after each pooling, up to eight times the first, as in VGG.
 */
final class PatternNet {
    /** One to imitate, for messages. */
    static final String EXAMPLE = "pattern:n=2,m=3,k=1 or \"[(CONV-RELU)*2-POOL]*3-(FC-RELU)*1-SOFTMAX\"";

    private static final String PREFIX = "pattern:";
    private static final int FILTERS = 32;
    private static final int WIDTH = 256;

    private PatternNet() {}

    /** Whether a model's name is a pattern and not that of a file. */
    static boolean matches(String name) {
        return name.startsWith(PREFIX) || (isNotation(name) || isBracketed(name)) && !isFile(name);
    }

    /** Nobody names a file or a model so: what follows is a pattern, or meant to be one. */
    private static boolean isBracketed(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return (upper.startsWith("[") || upper.startsWith("(")) && upper.contains("CONV");
    }

    private static boolean isNotation(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return upper.indexOf('-') > 0
                && upper.matches("[A-Z0-9()\\[\\]*?> -]+")
                && upper.matches("[(\\[ ]*(INPUT|CONV|FC|SOFTMAX|SVM)\\b.*")
                && upper.matches(".*\\b(FC|SOFTMAX|SVM)[)\\]?* 0-9]*");
    }

    private static boolean isFile(String name) {
        try {
            return Files.exists(Path.of(name));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /**
     * The net for 3×32×32 images in 10 classes.
     *
     * @throws UsageException if the pattern is not of one of the two forms
     */
    static ModelDescription read(String name) {
        if (!name.startsWith(PREFIX)) {
            return describe(name, "pattern", PatternNotation.layers(name), FILTERS, WIDTH);
        }
        PatternOptions options = PatternOptions.read(name, name.substring(PREFIX.length()));
        return describe(
                name, options.modelName(), PatternNotation.layers(options.notation()), options.filters(), options.width());
    }

    private static ModelDescription describe(String origin, String name, List<String> layers, int filters, int width) {
        StringBuilder text = new StringBuilder("name " + name + "\ninput 3x32x32\n");
        int maps = filters;
        String loss = "softmax";
        boolean scores = false;
        for (int i = 0; i < layers.size(); i++) {
            boolean last = layers.subList(i + 1, layers.size()).stream().allMatch(word -> word.matches("SOFTMAX|SVM"));
            switch (layers.get(i)) {
                case "CONV" -> text.append("conv ").append(maps).append(" 3x3 pad=same\n");
                case "RELU" -> text.append("relu\n");
                case "POOL" -> {
                    text.append("maxpool 2x2 remainder=drop\n");
                    maps = Math.min(2 * maps, 8 * filters);
                }
                case "FC" -> {
                    text.append("fc ").append(last ? "10" : width).append('\n');
                    scores = last;
                }
                default -> loss = layers.get(i).toLowerCase(Locale.ROOT);
            }
        }
        text.append(scores ? "" : "fc 10\n").append(loss).append('\n');
        return DescriptionReader.read(text.toString(), origin, name);
    }
}
