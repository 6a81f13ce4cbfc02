package org.neocog.cuda;

import java.util.List;

/** Compiles kernel sources with NVRTC, and keeps the results on disk. */
final class KernelCompiler {
    KernelCompiler(CudaStack stack) {}

    /**
     * Machine code (CUBIN) for that generation of GPUs or, where NVRTC is too old to know it, PTX that the driver
     * translates. The driver loads either.
     *
     * @param sourceName for messages: {@code pool.cu}
     * @param options such as {@code --std=c++17}; the architecture is added
     * @throws org.neocog.NeocogException with NVRTC's log, if the source does not compile
     */
    byte[] compile(String sourceName, String source, List<String> options, ComputeCapability capability) {
        throw new UnsupportedOperationException(sourceName);
    }
}
