package org.neocog.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.neocog.UsageException;

/**
 * The text form of an optimizer, {@code NAME[:KEY=VALUE[,KEY=VALUE]...]}; the numbers here are what a key is when it is left
 * out, and PyTorch's own:
 *
 * <pre>
 * sgd
 * momentum:momentum=0.9
 * nesterov:momentum=0.9
 * rmsprop:alpha=0.99,epsilon=1e-8
 * adam:beta1=0.9,beta2=0.999,epsilon=1e-8
 * adamw:beta1=0.9,beta2=0.999,epsilon=1e-8      Adam with decoupled weight decay
 * adadelta:rho=0.9,epsilon=1e-6
 * </pre>
 */
public final class Optimizers {
    private static final SequencedMap<String, List<String>> KEYS = keys();

    private Optimizers() {}

    private static SequencedMap<String, List<String>> keys() {
        SequencedMap<String, List<String>> keys = new LinkedHashMap<>();
        keys.put("sgd", List.of());
        keys.put("momentum", List.of("momentum"));
        keys.put("nesterov", List.of("momentum"));
        keys.put("rmsprop", List.of("alpha", "epsilon"));
        keys.put("adam", List.of("beta1", "beta2", "epsilon"));
        keys.put("adamw", List.of("beta1", "beta2", "epsilon"));
        keys.put("adadelta", List.of("rho", "epsilon"));
        return Collections.unmodifiableSequencedMap(keys);
    }

    /** The optimizers' names. */
    public static List<String> names() {
        return List.copyOf(KEYS.keySet());
    }

    /**
     * @throws UsageException if the text is not of the form above or a value is out of range; the message has the text and
     *     lists what is allowed
     */
    public static Optimizer parse(String text) {
        NamedValues values = new NamedValues("--optimizer", text, KEYS);
        try {
            return switch (values.name()) {
                case "sgd" -> new Sgd(0, false);
                case "momentum" -> new Sgd(number(values, "momentum", 0.9), false);
                case "nesterov" -> new Sgd(number(values, "momentum", 0.9), true);
                case "rmsprop" -> new RmsProp(number(values, "alpha", 0.99), number(values, "epsilon", 1e-8));
                case "adam" -> adam(values, false);
                case "adamw" -> adam(values, true);
                case "adadelta" -> new Adadelta(number(values, "rho", 0.9), number(values, "epsilon", 1e-6));
                default -> throw new IllegalStateException(values.name());
            };
        } catch (IllegalArgumentException e) {
            throw values.wrong(e.getMessage());
        }
    }

    private static Adam adam(NamedValues values, boolean decoupled) {
        return new Adam(
                number(values, "beta1", 0.9), number(values, "beta2", 0.999), number(values, "epsilon", 1e-8), decoupled);
    }

    private static float number(NamedValues values, String key, double otherwise) {
        float number = (float) values.number(key, otherwise);
        if (Float.isInfinite(number)) {
            throw values.wrong(key + " is too large for a 32-bit float");
        }
        return number;
    }
}
