package org.neocog.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the texts of the kernels say, read without a compiler. */
final class KernelSources {
    static final List<String> KERNEL_FILES = List.of(
            "batch_norm.cu", "batch_norm_sums.cu", "layer_norm.cu", "moving_average.cu", "response_norm.cu",
            "adaptive.cu", "movement.cu", "unpool.cu",
            "activation.cu", "adam.cu", "bias.cu", "channel_sum.cu", "dropout.cu", "elementwise.cu", "history.cu", "im2col.cu",
            "label.cu", "loss.cu", "optimizer.cu", "pool.cu", "reduction.cu", "softmax.cu");
    static final List<String> INCLUDED_FILES = List.of("map.cuh", "philox.cuh", "rows.cuh");
            "activation.cu", "adam.cu", "adaptive.cu", "bias.cu", "channel_sum.cu", "dropout.cu", "elementwise.cu", "history.cu",
            "im2col.cu", "label.cu", "loss.cu", "movement.cu", "optimizer.cu", "pool.cu", "reduction.cu", "softmax.cu",
            "unpool.cu",
            "target_loss.cu",
            "embedding.cu",
            "lstm.cu",
            "roi_align.cu",
            "roi_max_pool.cu");
    static final List<String> INCLUDED_FILES = List.of(
            "map.cuh", "philox.cuh", "rows.cuh",
            "roi.cuh");
            "label.cu", "loss.cu", "optimizer.cu", "pool.cu", "recipe.cu", "reduction.cu", "softmax.cu",
            "target_loss.cu");
    static final List<String> INCLUDED_FILES = List.of("map.cuh", "rows.cuh");

    private static final Pattern KERNEL = Pattern.compile(
            "extern \"C\" __global__ void (?:__launch_bounds__\\(\\d+\\) )?(\\w+)\\(([^)]*)\\)");

    private KernelSources() {}

    static String text(String file) {
        try (InputStream in = KernelSources.class.getResourceAsStream("/org/neocog/kernels/" + file)) {
            if (in == null) {
                throw new IllegalStateException("there is no kernel source " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The kernels of a file with the kinds of their parameters: {@code pointer}, {@code int}, {@code float}, {@code long long}. */
    static Map<String, List<String>> kernels(String file) {
        Map<String, List<String>> kernels = new LinkedHashMap<>();
        Matcher matcher = KERNEL.matcher(text(file));
        while (matcher.find()) {
            kernels.put(matcher.group(1), Arrays.stream(matcher.group(2).split(",")).map(KernelSources::kind).toList());
        }
        return kernels;
    }

    private static String kind(String parameter) {
        String type = parameter.strip().replaceFirst("\\w+$", "").strip();
        return type.endsWith("*") ? "pointer" : type;
    }

    static String kind(Argument argument) {
        return switch (argument) {
            case Argument.Address _ -> "pointer";
            case Argument.Whole _ -> "int";
            case Argument.Wide _ -> "long long";
            case Argument.Real _ -> "float";
        };
    }
}
