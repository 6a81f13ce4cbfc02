package org.neocog.features;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.neocog.UsageException;
import org.neocog.data.Dataset;
import org.neocog.tensor.Shape;

/**
 * The text form of features, {@code NAME[:KEY=VALUE[,KEY=VALUE]...]}, or several of these with {@code +} in between; the
 * numbers here are what a key is when it is left out:
 *
 * <pre>
 * histogram:bins=32
 * hog:cell=8,bins=9
 * bovw:words=64,patch=6,stride=3
 * </pre>
 */
public final class FeatureText {
    private static final int LARGEST = 10_000;
    private static final SequencedMap<String, SequencedMap<String, Integer>> DEFAULTS = defaults();

    private final List<Part> parts;

    /** One of the features, and all of its keys. */
    private record Part(String name, Map<String, Integer> values) {
        boolean needsCodebook() {
            return name.equals("bovw");
        }

        Features of(Shape image, float[] codebook) {
            return switch (name) {
                case "histogram" -> new ColorHistogram(image, values.get("bins"));
                case "hog" -> new OrientedGradients(image, values.get("cell"), values.get("bins"));
                default -> new VisualWords(image, values.get("patch"), values.get("stride"), codebook);
            };
        }
    }

    private FeatureText(List<Part> parts) {
        this.parts = parts;
    }

    private static SequencedMap<String, SequencedMap<String, Integer>> defaults() {
        SequencedMap<String, SequencedMap<String, Integer>> defaults = new LinkedHashMap<>();
        defaults.put("histogram", keys("bins", 32));
        defaults.put("hog", keys("cell", 8, "bins", 9));
        defaults.put("bovw", keys("words", 64, "patch", 6, "stride", 3));
        return defaults;
    }

    private static SequencedMap<String, Integer> keys(Object... keysAndValues) {
        SequencedMap<String, Integer> keys = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            keys.put((String) keysAndValues[i], (Integer) keysAndValues[i + 1]);
        }
        return keys;
    }

    /**
     * @throws UsageException if the text is not of the form above; the message has the text and lists what is allowed
     */
    public static FeatureText parse(String text) {
        List<Part> parts = Stream.of(text.split("\\+", -1)).map(part -> part(text, part)).toList();
        if (parts.stream().filter(Part::needsCodebook).count() > 1) {
            throw new UsageException("--features " + text + ": bovw can be taken once only");
        }
        return new FeatureText(parts);
    }

    private static Part part(String text, String part) {
        int colon = part.indexOf(':');
        String name = colon < 0 ? part : part.substring(0, colon);
        SequencedMap<String, Integer> allowed = DEFAULTS.get(name);
        if (allowed == null) {
            throw new UsageException("--features " + text + ": unknown features \"" + name + "\"; allowed: "
                    + String.join(", ", DEFAULTS.keySet()) + ", and several of them with + in between");
        }
        Map<String, Integer> values = new LinkedHashMap<>(allowed);
        for (String assignment : colon < 0 ? List.<String>of() : List.of(part.substring(colon + 1).split(",", -1))) {
            String[] pair = assignment.split("=", 2);
            boolean number = pair.length == 2 && pair[1].matches("[0-9]{1,5}");
            if (!allowed.containsKey(pair[0]) || !number || Integer.parseInt(pair[1]) < 1
                    || Integer.parseInt(pair[1]) > LARGEST) {
                throw new UsageException("--features " + text + ": \"" + assignment + "\" is not KEY=NUMBER with a number from "
                        + "1 to " + LARGEST + " and one of the keys of " + name + ": " + String.join(", ", allowed.keySet()));
            }
            values.put(pair[0], Integer.parseInt(pair[1]));
        }
        return new Part(name, values);
    }

    /**
     * The features, for images like these; a codebook is learnt from them.
     *
     * @param data in [0, 1], what is trained on
     * @throws UsageException if the images are too small for the features, or have neither 1 nor 3 channels
     * @throws org.neocog.NeocogException if a codebook cannot be learnt
     */
    public Features learn(Dataset data, long seed) {
        try {
            float[] codebook = new float[0];
            for (Part part : parts) {
                if (part.needsCodebook()) {
                    codebook = Codebook.learn(
                            data, part.values.get("words"), part.values.get("patch"), part.values.get("stride"), seed);
                }
            }
            return of(data.imageShape(), codebook);
        } catch (IllegalArgumentException e) {
            String names = parts.stream().map(Part::name).collect(Collectors.joining("+"));
            throw new UsageException("--features " + names + ": " + e.getMessage());
        }
    }

    /**
     * The features as they were, from what is kept of them.
     *
     * @param codebook as {@link Features#codebook} gave it
     * @throws IllegalArgumentException if the parts do not fit together
     */
    public Features of(Shape image, float[] codebook) {
        List<Features> features = parts.stream().map(part -> part.of(image, codebook)).toList();
        return features.size() == 1 ? features.getFirst() : new CombinedFeatures(features);
    }
}
