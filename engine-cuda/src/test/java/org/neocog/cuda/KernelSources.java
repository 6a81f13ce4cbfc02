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
            "activation.cu", "adam.cu", "adaptive.cu", "batch_norm.cu", "batch_norm_sums.cu", "bias.cu",
            "channel_sum.cu", "dropout.cu", "elementwise.cu", "embedding.cu", "history.cu", "im2col.cu", "label.cu",
            "layer_norm.cu", "loss.cu", "lstm.cu", "movement.cu", "moving_average.cu", "optimizer.cu", "pool.cu",
            "recipe.cu", "reduction.cu", "response_norm.cu", "roi_align.cu", "roi_max_pool.cu", "softmax.cu",
            "target_loss.cu", "unpool.cu");
    static final List<String> INCLUDED_FILES = List.of("map.cuh", "philox.cuh", "roi.cuh", "rows.cuh");

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
