package org.neocog.cuda;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jcuda.CudaException;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.JCudaDriver;
import org.neocog.NeocogException;

/**
 * The kernels of one context. Each source file is compiled and loaded at its first use. Belongs to the thread that has the
 * context.
 */
final class KernelModules implements AutoCloseable {
    private final KernelCompiler compiler;
    private final ComputeCapability capability;
    private final List<String> options;
    private final Map<String, CUmodule> modules = new LinkedHashMap<>();
    private final Map<KernelName, CUfunction> functions = new HashMap<>();

    private record KernelName(String file, String kernel) {}

    /** @param options for NVRTC, the same for every file: {@code --std=c++17}, {@code --fmad=false} */
    KernelModules(KernelCompiler compiler, ComputeCapability capability, List<String> options) {
        this.compiler = compiler;
        this.capability = capability;
        this.options = List.copyOf(options);
    }

    /**
     * A kernel, ready to be launched in the current context.
     *
     * @param file of the module {@code kernels}: {@code pool.cu}; it may include others there: {@code #include "philox.cuh"}
     * @param kernel {@code neocog_max_pool}
     * @throws IllegalArgumentException if there is no such file, or no such kernel in it
     * @throws NeocogException if it cannot be compiled or loaded
     */
    CUfunction function(String file, String kernel) {
        KernelName name = new KernelName(file, kernel);
        CUfunction known = functions.get(name);
        if (known != null) {
            return known;
        }
        CUmodule module = module(file);
        CUfunction function = new CUfunction();
        try {
            JCudaDriver.cuModuleGetFunction(function, module, kernel);
        } catch (CudaException e) {
            if (String.valueOf(e.getMessage()).contains("NOT_FOUND")) {
                throw new IllegalArgumentException(file + " has no kernel " + kernel, e);
            }
            throw e;
        }
        functions.put(name, function);
        return function;
    }

    private CUmodule module(String file) {
        CUmodule known = modules.get(file);
        if (known != null) {
            return known;
        }
        byte[] code = compiler.compile(KernelSource.read(file), options, capability);
        CUmodule module = new CUmodule();
        try {
            JCudaDriver.cuModuleLoadData(module, code);
        } catch (CudaException e) {
            throw new NeocogException("the driver cannot load the kernels of " + file
                    + " that were compiled for compute capability " + capability + ": " + e.getMessage(), e);
        }
        modules.put(file, module);
        return module;
    }

    /** Unloads the modules. The context must still be there. */
    @Override
    public void close() {
        modules.values().forEach(module -> CudaFailures.ignoring(() -> JCudaDriver.cuModuleUnload(module)));
        modules.clear();
        functions.clear();
    }
}
