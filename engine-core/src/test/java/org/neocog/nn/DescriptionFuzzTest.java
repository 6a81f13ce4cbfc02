package org.neocog.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.neocog.NeocogException;

/** Whatever a text says, it gives a model or one line of error. */
final class DescriptionFuzzTest {
    private static final List<String> WORDS = List.of(
            "conv", "maxpool", "avgpool", "fc", "relu", "tanh", "sigmoid", "dropout", "flatten", "softmax", "svm", "mse",
            "leakyrelu", "elu", "gelu", "softplus", "globalavgpool", "adaptiveavgpool", "slope=0.2", "alpha=2", "3x2",
            "input", "name", "recipe", "1x28x28", "2", "3", "5x5", "2147483647", "99999999999", "-1", "0", "0.5", "1e400",
            "stride=2", "pad=same", "pad=4096", "pad=1x2", "dilation=4096", "groups=3", "bias=no", "init=he", "init=normal:nan",
            "init=uniform:3e38", "init=constant:-1e-9", "init-bias=", "remainder=drop", "remainder=partial", "name=random",
            "name=a", "kernel=1", "filters=16777216", "outputs=16777216", "rate=0", "lr=1e-400", "batch=16777216", "=", "x",
            "0x0x0", "#", "\u0000", "\uD800", "é", "\u2028", "\t");

    @Test
    void randomLinesGiveAModelOrOneLineOfError() {
        check(1, 20_000, random -> lines(random, "input 3x17x13\n"));
        check(2, 5_000, random -> lines(random, ""));
    }

    @Test
    void damagedDescriptionsGiveAModelOrOneLineOfError() {
        List<String> texts = Models.names().stream().map(name -> Models.find(name).description()).toList();
        check(3, 5_000, random -> {
            StringBuilder text = new StringBuilder(texts.get(random.nextInt(texts.size())));
            for (int i = random.nextInt(3); i >= 0; i--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.insert(at, (char) random.nextInt(128));
                    default -> text.setCharAt(at, (char) ('0' + random.nextInt(10)));
                }
            }
            return text.toString();
        });
    }

    @Test
    void randomCharactersGiveOneLineOfError() {
        check(4, 5_000, random -> random.ints(random.nextInt(200), 0, 0x10000)
                .mapToObj(c -> Character.toString((char) c))
                .collect(Collectors.joining()));
    }

    /** Lines that are mostly sensible, since errors end the reading. */
    private static String lines(Random random, String start) {
        List<String> good = List.of("conv 4 3", "relu", "maxpool 2 remainder=drop", "fc 9", "dropout 0.1", "fc 2\nsoftmax");
        return start + IntStream.range(0, 1 + random.nextInt(6))
                .mapToObj(i -> random.nextInt(3) > 0
                        ? good.get(random.nextInt(good.size()))
                        : IntStream.range(0, 1 + random.nextInt(5))
                                .mapToObj(j -> WORDS.get(random.nextInt(WORDS.size())))
                                .collect(Collectors.joining(" ")))
                .collect(Collectors.joining("\n"));
    }

    private static void check(long seed, int runs, Function<Random, String> texts) {
        Random random = new Random(seed);
        for (int i = 0; i < runs; i++) {
            String text = texts.apply(random);
            try {
                Model model = Models.parse(text, "fuzz.net");
                assertEquals(model.description(), Models.parse(model.description(), "again").description());
            } catch (NeocogException e) {
                assertTrue(e.getMessage().startsWith("fuzz.net:"), e.getMessage());
                assertTrue(e.getMessage().chars().noneMatch(Character::isISOControl), e.getMessage());
            } catch (RuntimeException e) {
                fail("seed " + seed + ", text " + i + ":\n" + text, e);
            }
        }
    }
}
