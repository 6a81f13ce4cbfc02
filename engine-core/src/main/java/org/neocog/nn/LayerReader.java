package org.neocog.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.neocog.graph.Window;

/** The vocabulary of layers: turns one line into the layers it asks for. */
final class LayerReader {
    private static final Syntax CONV = new Syntax(
            "conv",
            List.of("filters", "kernel"),
            List.of("stride", "pad", "dilation", "groups", "bias", "init", "init-bias", "remainder", "activation", "name"),
            "conv 32 5x5 pad=same");
    private static final Syntax LINEAR = new Syntax(
            "fc", List.of("outputs"), List.of("bias", "init", "init-bias", "activation", "name"), "fc 1024");
    private static final Syntax MAX_POOL = new Syntax(
            "maxpool", List.of("kernel"), List.of("stride", "pad", "dilation", "remainder", "name"), "maxpool 2x2");
    private static final Syntax AVG_POOL = new Syntax(
            "avgpool", List.of("kernel"), List.of("stride", "pad", "remainder", "name"), "avgpool 2x2");
    private static final Syntax ADAPTIVE_AVG_POOL =
            new Syntax("adaptiveavgpool", List.of("size"), List.of("name"), "adaptiveavgpool 6x6");
    private static final Syntax DROPOUT =
            new Syntax("dropout", List.of("rate"), List.of("name"), "dropout 0.5");

    /** What the layers' lines may say, in the order of the documentation. */
    static final List<Syntax> SYNTAXES = List.of(
            CONV,
            MAX_POOL,
            AVG_POOL,
            ADAPTIVE_AVG_POOL,
            nameOnly("globalavgpool"),
            LINEAR,
            ActivationWord.RELU.syntax(),
            ActivationWord.LEAKYRELU.syntax(),
            ActivationWord.ELU.syntax(),
            ActivationWord.GELU.syntax(),
            ActivationWord.SIGMOID.syntax(),
            ActivationWord.SOFTPLUS.syntax(),
            ActivationWord.TANH.syntax(),
            DROPOUT,
            nameOnly("flatten"));

    /** The layers' words. */
    static final List<String> WORDS = SYNTAXES.stream().map(Syntax::word).toList();

    /** Other nets' words for the same layers, in the form of {@link Words#plain}. */
    private static final Map<String, String> ALIASES = Map.of(
            "convolution", "conv",
            "convolutional", "conv",
            "conv2d", "conv",
            "connected", "fc",
            "linear", "fc",
            "dense", "fc",
            "innerproduct", "fc");

    private LayerReader() {}

    static boolean knows(String word) {
        return WORDS.contains(word) || ALIASES.containsKey(word);
    }

    /** Words for suggestions: the layers' own and their aliases. */
    static List<String> vocabulary() {
        return Stream.concat(WORDS.stream(), ALIASES.keySet().stream().sorted()).toList();
    }

    /** One layer, and a second for {@code activation=}. */
    static List<NamedLayer> read(DescriptionLine line) {
        String word = ALIASES.getOrDefault(line.word(), line.word());
        return switch (word) {
            case "conv" -> {
                Arguments arguments = new Arguments(line, CONV);
                int filters = arguments.whole("filters", Arguments.MAX_COUNT);
                Window window = WindowText.read(arguments, false);
                int groups = arguments.whole("groups", 1, Arguments.MAX_COUNT, 1);
                yield layers(arguments, new LayerLine.Conv(filters, window, groups, WeightInit.read(arguments)));
            }
            case "fc" -> {
                Arguments arguments = new Arguments(line, LINEAR);
                int outputs = arguments.whole("outputs", Arguments.MAX_COUNT);
                yield layers(arguments, new LayerLine.Linear(outputs, WeightInit.read(arguments)));
            }
            case "maxpool" -> {
                Arguments arguments = new Arguments(line, MAX_POOL);
                yield layers(arguments, new LayerLine.MaxPool(WindowText.read(arguments, true)));
            }
            case "avgpool" -> {
                Arguments arguments = new Arguments(line, AVG_POOL);
                yield layers(arguments, new LayerLine.AvgPool(WindowText.read(arguments, true)));
            }
            case "adaptiveavgpool" -> {
                Arguments arguments = new Arguments(line, ADAPTIVE_AVG_POOL);
                int[] size = arguments.pair("size", 1, new int[] {1, 1});
                yield layers(arguments, new LayerLine.AdaptiveAvgPool(size[0], size[1]));
            }
            case "globalavgpool" -> layers(new Arguments(line, nameOnly(word)), new LayerLine.AdaptiveAvgPool(1, 1));
            case "dropout" -> {
                Arguments arguments = new Arguments(line, DROPOUT);
                yield layers(arguments, new LayerLine.Dropout(rate(arguments)));
            }
            case "flatten" -> layers(new Arguments(line, nameOnly(word)), new LayerLine.Flatten());
            default -> activation(line, ActivationWord.of(word).orElseThrow());
        };
    }

    private static List<NamedLayer> activation(DescriptionLine line, ActivationWord kind) {
        Arguments arguments = new Arguments(line, kind.syntax());
        float number = (float) arguments.number(kind.option(), kind.usual());
        if (Float.isInfinite(number)) {
            throw arguments.wrong(kind.option(), arguments.text(kind.option()).orElse(""), "a number that a float can hold");
        }
        return layers(arguments, new LayerLine.Activation(kind, number));
    }

    private static Syntax nameOnly(String word) {
        return new Syntax(word, List.of(), List.of("name"), "");
    }

    private static float rate(Arguments arguments) {
        float rate = (float) arguments.number("rate", 0);
        if (!(rate < 1)) {
            throw arguments.wrong("rate", arguments.text("rate").orElse(""), "at least 0 and below 1");
        }
        return rate;
    }

    private static List<NamedLayer> layers(Arguments arguments, LayerLine layer) {
        List<NamedLayer> layers = new ArrayList<>();
        layers.add(new NamedLayer(arguments.line().number(), arguments.text("name").map(name -> name(arguments, name)), layer));
        arguments.text("activation").ifPresent(word ->
                layers.add(NamedLayer.unnamed(arguments.line().number(), activation(arguments, word))));
        return layers;
    }

    private static LayerLine activation(Arguments arguments, String word) {
        return ActivationWord.of(word)
                .map(LayerLine.Activation::of)
                .orElseThrow(() -> arguments.wrong("activation", word, ActivationWord.choices()));
    }

    private static String name(Arguments arguments, String name) {
        if (!name.matches("[A-Za-z][A-Za-z0-9_-]{0,63}")) {
            throw arguments.wrong("name", name, "at most 64 letters, digits, _ or -, a letter first");
        }
        return name;
    }
}
