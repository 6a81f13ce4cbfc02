package org.neocog.cuda;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import jcuda.CudaException;
import jcuda.nvrtc.JNvrtc;
import jcuda.nvrtc.nvrtcProgram;

/** A source in the hands of NVRTC. */
final class NvrtcProgram implements AutoCloseable {
    private final nvrtcProgram program = new nvrtcProgram();

    NvrtcProgram(KernelSource source) {
        JNvrtc.nvrtcCreateProgram(program, source.text(), source.name(), 0, new String[0], new String[0]);
    }

    /** The generations of GPUs that NVRTC compiles for, oldest first. */
    static List<ComputeCapability> capabilities() {
        int[] count = new int[1];
        JNvrtc.nvrtcGetNumSupportedArchs(count);
        int[] numbers = new int[count[0]];
        JNvrtc.nvrtcGetSupportedArchs(numbers);
        return Arrays.stream(numbers).sorted().mapToObj(ComputeCapability::of).toList();
    }

    /** @throws CudaException if it does not compile; {@link #log} then says why */
    void compile(List<String> options) {
        JNvrtc.nvrtcCompileProgram(program, options.size(), options.toArray(String[]::new));
    }

    /** The compiler's messages, without an empty line at the end. */
    String log() {
        String[] log = {""};
        JNvrtc.nvrtcGetProgramLog(program, log);
        return log[0].replace("\0", "").stripTrailing();
    }

    /** Machine code; only if it was compiled for {@code sm_…}. */
    byte[] cubin() {
        long[] size = new long[1];
        JNvrtc.nvrtcGetCUBINSize(program, size);
        byte[] code = new byte[Math.toIntExact(size[0])];
        JNvrtc.nvrtcGetCUBIN(program, code);
        return code;
    }

    /** Code for a virtual machine that the driver translates, ended by a zero byte. */
    byte[] ptx() {
        String[] text = new String[1];
        JNvrtc.nvrtcGetPTX(program, text);
        byte[] bytes = text[0].replace("\0", "").getBytes(StandardCharsets.ISO_8859_1);
        return Arrays.copyOf(bytes, bytes.length + 1);
    }

    @Override
    public void close() {
        JNvrtc.nvrtcDestroyProgram(program);
    }
}
