package org.neocog.cuda;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import jcuda.CudaException;
import org.neocog.NeocogException;
import org.neocog.nativelib.UserCache;

/**
 * Compiles kernel sources with NVRTC, and keeps the results on disk by source, options, architecture and NVRTC's version.
 * May be used by several threads.
 */
final class KernelCompiler {
    /** A change of it makes a new kernel; older files stay unused. */
    private static final String KEY_FORMAT = "1";
    /** {@code pool.cu(12): error: …}. */
    private static final Pattern ERROR = Pattern.compile(".*: (catastrophic )?error\\b.*");

    private final LibraryVersion version;
    private final List<ComputeCapability> known;
    private final KernelCache cache;

    /** @param stack its NVRTC must be usable */
    KernelCompiler(CudaStack stack) {
        this(stack, KernelCache.open(UserCache.folder().resolve("kernels")));
    }

    KernelCompiler(CudaStack stack, KernelCache cache) {
        this.version = stack.nvrtcVersion();
        this.known = NvrtcProgram.capabilities();
        this.cache = cache;
    }

    /**
     * Code that the driver loads onto a GPU of that generation.
     *
     * @param options such as {@code --std=c++17}; the architecture is added
     * @throws NeocogException with NVRTC's log, if the source does not compile, or if NVRTC does not serve that GPU
     */
    byte[] compile(KernelSource source, List<String> options, ComputeCapability gpu) {
        KernelTarget target = KernelTarget.of(gpu, known, version);
        List<String> all = new ArrayList<>(options);
        all.add("--gpu-architecture=" + target.architecture());
        String key = key(source, all);
        Optional<byte[]> kept = cache.find(key);
        if (kept.isPresent()) {
            return kept.get();
        }
        byte[] code = compile(source, all, target);
        cache.store(key, code);
        return code;
    }

    private byte[] compile(KernelSource source, List<String> options, KernelTarget target) {
        try (NvrtcProgram program = new NvrtcProgram(source)) {
            try {
                program.compile(options);
            } catch (CudaException e) {
                throw failure(source, options, program.log(), e);
            }
            return target.machineCode() ? program.cubin() : program.ptx();
        }
    }

    private NeocogException failure(KernelSource source, List<String> options, String log, CudaException e) {
        String first = log.lines().filter(line -> ERROR.matcher(line).matches()).findFirst().orElse(e.getMessage());
        return new NeocogException("the kernels of " + source.name() + " do not compile with NVRTC " + version + " "
                + String.join(" ", options) + ": " + first + (log.isEmpty() ? "" : System.lineSeparator() + log), e);
    }

    private String key(KernelSource source, List<String> options) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            List<String> parts = new ArrayList<>(List.of(KEY_FORMAT, version.toString(), source.name(), source.text()));
            parts.addAll(options);
            for (String part : parts) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                // With their lengths, two lists of parts never run together to the same bytes.
                digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
