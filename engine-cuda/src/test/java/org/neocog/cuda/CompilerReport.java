package org.neocog.cuda;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.neocog.NeocogException;

/** Compiles a source and says what came of it; run by tests. */
final class CompilerReport {
    private CompilerReport() {}

    /** @param arguments folder of the cache, compute capability without the dot, name and text of the source */
    public static void main(String[] arguments) {
        CudaStack stack = CudaStack.probe();
        if (!stack.nvrtc().usable()) {
            System.out.println("no NVRTC: " + stack.nvrtc().problem());
            return;
        }
        System.out.println("NVRTC " + stack.nvrtc().text());
        KernelCompiler compiler = new KernelCompiler(stack, KernelCache.open(Path.of(arguments[0])));
        ComputeCapability capability = ComputeCapability.of(Integer.parseInt(arguments[1]));
        KernelSource source = new KernelSource(arguments[2], arguments[3]);
        try {
            byte[] code = compiler.compile(source, List.of("--std=c++17", "--fmad=false"), capability);
            System.out.println("code " + code.length + " " + Arrays.hashCode(code) + " " + kind(code));
        } catch (NeocogException e) {
            System.out.println("error " + e.getMessage());
        }
    }

    private static String kind(byte[] code) {
        String start = new String(code, 0, Math.min(code.length, 2000), StandardCharsets.ISO_8859_1);
        return start.startsWith("\u007fELF") ? "machine code" : start.contains(".version") ? "PTX" : "neither";
    }
}
