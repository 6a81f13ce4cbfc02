package org.neocog.cuda;

import java.util.List;
import jcuda.driver.CUfunction;

/**
 * The kernels of one context. Each source file is compiled and loaded at its first use. Belongs to the thread that has the
 * context.
 */
final class KernelModules implements AutoCloseable {
    /**
     * @param options for NVRTC, the same for every file: {@code --std=c++17}, {@code --fmad=false}
     */
    KernelModules(KernelCompiler compiler, ComputeCapability capability, List<String> options) {}

    /**
     * A kernel, ready to be launched in the current context.
     *
     * @param file of the module {@code kernels}: {@code pool.cu}; it may include others there: {@code #include "philox.cuh"}
     * @param kernel {@code neocog_max_pool}
     */
    CUfunction function(String file, String kernel) {
        throw new UnsupportedOperationException(file + " " + kernel);
    }

    /** Unloads the modules. The context must still be there. */
    @Override
    public void close() {}
}
