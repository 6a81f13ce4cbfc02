package org.neocog.nn;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The activation functions of net descriptions; their words are their names in lower case. */
enum ActivationWord {
    RELU,
    LEAKYRELU("slope", 0.01f),
    ELU("alpha", 1),
    GELU,
    SIGMOID,
    SOFTPLUS,
    TANH;

    private final String option;
    private final float usual;

    ActivationWord() {
        this("", 0);
    }

    ActivationWord(String option, float usual) {
        this.option = option;
        this.usual = usual;
    }

    static Optional<ActivationWord> of(String word) {
        String plain = Words.plain(word);
        return Arrays.stream(values()).filter(kind -> kind.word().equals(plain)).findFirst();
    }

    /** {@code relu, leakyrelu, … or tanh}. */
    static String choices() {
        List<String> words = Arrays.stream(values()).map(ActivationWord::word).toList();
        return String.join(", ", words.subList(0, words.size() - 1)) + " or " + words.getLast();
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The key of its number; empty if it has none. */
    String option() {
        return option;
    }

    /** The number where none is given. */
    float usual() {
        return usual;
    }

    /** Whether it cuts off or flattens one half line and leaves the other, for which He's initialisation is meant. */
    boolean rectifies() {
        return this == RELU || this == LEAKYRELU || this == ELU || this == GELU;
    }

    Syntax syntax() {
        return new Syntax(word(), List.of(), option.isEmpty() ? List.of("name") : List.of(option, "name"), "");
    }
}
