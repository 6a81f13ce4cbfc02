package org.neocog.nn;

import java.util.Locale;
import java.util.Optional;

/**
 * What a layer's line says about its first weights.
 *
 * @param weights {@code init=}, the initialiser asked for, if any
 * @param bias {@code init-bias=}, the bias's first value; empty for a layer without bias
 */
record WeightInit(Optional<Initializer> weights, Optional<Float> bias) {
    static WeightInit read(Arguments arguments) {
        boolean bias = arguments.flag("bias", true);
        if (!bias && arguments.has("init-bias")) {
            throw arguments.line().error("init-bias= has no meaning beside bias=no");
        }
        float value = arguments.text("init-bias").map(text -> arguments.real("init-bias", text)).orElse(0f);
        return new WeightInit(
                arguments.text("init").map(text -> initializer(arguments, text)), bias ? Optional.of(value) : Optional.empty());
    }

    private static Initializer initializer(Arguments arguments, String text) {
        int colon = text.indexOf(':');
        String name = (colon < 0 ? text : text.substring(0, colon)).toLowerCase(Locale.ROOT);
        Optional<Float> value =
                colon < 0 ? Optional.empty() : Optional.of(arguments.real("init", text.substring(colon + 1)));
        if (value.isEmpty()) {
            switch (name) {
                case "he":
                    return new Initializer.He(FanMode.FAN_IN);
                case "he-uniform":
                    return new Initializer.HeUniform(FanMode.FAN_IN);
                case "xavier":
                    return new Initializer.XavierUniform();
                case "xavier-normal":
                    return new Initializer.XavierNormal();
                default:
            }
        } else if (name.equals("constant")) {
            return new Initializer.Constant(value.get());
        } else if (name.equals("normal") && value.get() >= 0) {
            return new Initializer.Normal(value.get());
        } else if (name.equals("uniform") && value.get() >= 0 && Float.isFinite(2 * value.get())) {
            return new Initializer.Uniform(-value.get(), value.get());
        }
        throw arguments.wrong("init", text,
                "he, he-uniform, xavier, xavier-normal, normal:DEVIATION, uniform:BOUND or constant:VALUE");
    }

    /** The layer's initialisers, with He's for weights before a ReLU and Xavier's for others where the line says nothing. */
    ParameterInit parameters(boolean beforeRelu) {
        Initializer usual = beforeRelu ? new Initializer.He(FanMode.FAN_IN) : new Initializer.XavierUniform();
        return new ParameterInit(weights.orElse(usual), bias.map(Initializer.Constant::new));
    }

    /** The options from which {@link #read} gives this again, each after a space. */
    String write() {
        String init = weights.map(initializer -> " init=" + write(initializer)).orElse("");
        return init + bias.map(value -> value == 0 ? "" : " init-bias=" + value).orElse(" bias=no");
    }

    private static String write(Initializer initializer) {
        return switch (initializer) {
            case Initializer.He he -> "he";
            case Initializer.HeUniform he -> "he-uniform";
            case Initializer.XavierUniform xavier -> "xavier";
            case Initializer.XavierNormal xavier -> "xavier-normal";
            case Initializer.Normal normal -> "normal:" + normal.standardDeviation();
            case Initializer.Uniform uniform -> "uniform:" + uniform.high();
            case Initializer.Constant constant -> "constant:" + constant.value();
            case Initializer.Given given -> throw new IllegalStateException("a description cannot hold given weights");
        };
    }
}
