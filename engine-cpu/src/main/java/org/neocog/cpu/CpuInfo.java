package org.neocog.cpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the machine's processor is.
 *
 * @param model the maker's name for it, or the architecture where the system does not tell
 * @param cores logical cores that this process may use
 * @param vectorBits width of a vector register; 0 if unknown
 * @param features the instruction sets that matter to float32 arithmetic, by their Linux names
 */
record CpuInfo(String model, int cores, int vectorBits, List<String> features) {
    private static final List<String> FEATURES = List.of(
            "sse4_2", "avx", "avx2", "fma", "avx512f", "avx512dq", "avx512bw", "avx512_vnni", "avx512_bf16", "avx512_fp16",
            "amx_tile", "asimd", "sve", "sve2");

    CpuInfo {
        features = List.copyOf(features);
    }

    static CpuInfo read() {
        int cores = Runtime.getRuntime().availableProcessors();
        String architecture = System.getProperty("os.arch");
        try {
            return parse(Files.readAllLines(Path.of("/proc/cpuinfo")), architecture, cores);
        } catch (IOException e) {
            // Not Linux; Windows at least tells the model in the environment.
            String model = System.getenv().getOrDefault("PROCESSOR_IDENTIFIER", architecture);
            return parse(List.of("model name : " + model), architecture, cores);
        }
    }

    /** Reads the lines of Linux's {@code /proc/cpuinfo}; only the first processor's are looked at. */
    static CpuInfo parse(List<String> lines, String architecture, int cores) {
        String model = value(lines, "model name", architecture);
        // x86 calls the list "flags", ARM "Features".
        String flags = value(lines, "flags", value(lines, "Features", ""));
        Set<String> present = new HashSet<>(Arrays.asList(flags.split("\\s+")));
        List<String> features = FEATURES.stream().filter(present::contains).toList();
        return new CpuInfo(model, cores, vectorBits(present, architecture), features);
    }

    private static String value(List<String> lines, String key, String otherwise) {
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon > 0 && line.substring(0, colon).strip().equals(key)) {
                String value = line.substring(colon + 1).strip();
                return value.isEmpty() ? otherwise : value;
            }
        }
        return otherwise;
    }

    private static int vectorBits(Set<String> flags, String architecture) {
        if (flags.contains("avx512f")) {
            return 512;
        }
        if (flags.contains("avx")) {
            return 256;
        }
        // Every 64-bit x86 has SSE2 and every 64-bit ARM has Advanced SIMD; the width of SVE is not told.
        return Set.of("amd64", "x86_64", "aarch64").contains(architecture) ? 128 : 0;
    }
}
