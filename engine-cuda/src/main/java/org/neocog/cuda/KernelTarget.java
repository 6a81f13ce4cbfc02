package org.neocog.cuda;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.neocog.NeocogException;

/**
 * What kernels are compiled to: machine code for a GPU's generation or, where NVRTC is too old to know it, PTX for the
 * newest that it knows, which the driver translates when it loads it.
 */
record KernelTarget(ComputeCapability capability, boolean machineCode) {
    /**
     * The target for a GPU.
     *
     * @param known what NVRTC compiles for; not empty
     * @throws NeocogException if NVRTC no longer compiles for so old a GPU
     */
    static KernelTarget of(ComputeCapability gpu, List<ComputeCapability> known, LibraryVersion nvrtc) {
        if (known.contains(gpu)) {
            return new KernelTarget(gpu, true);
        }
        return known.stream()
                .filter(capability -> capability.compareTo(gpu) < 0)
                .max(Comparator.naturalOrder())
                .map(capability -> new KernelTarget(capability, false))
                .orElseThrow(() -> new NeocogException("the GPU's compute capability is " + gpu + ", and NVRTC " + nvrtc
                        + " compiles for " + Collections.min(known) + " and newer; the libraries of an older CUDA would do"));
    }

    /** {@code sm_80} or {@code compute_90}. */
    String architecture() {
        return (machineCode ? "sm_" : "compute_") + capability.number();
    }
}
