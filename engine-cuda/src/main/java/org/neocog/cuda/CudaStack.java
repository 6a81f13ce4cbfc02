package org.neocog.cuda;

import org.neocog.NeocogException;

/** NVIDIA's libraries and JCuda on top of them, loaded into this process. */
final class CudaStack {
    private final LibraryReport driver;
    private final LibraryReport nvrtc;
    private final LibraryReport cublas;
    private final LibraryReport cudnn;

    private CudaStack(LibraryReport driver, LibraryReport nvrtc, LibraryReport cublas, LibraryReport cudnn) {
        this.driver = driver;
        this.nvrtc = nvrtc;
        this.cublas = cublas;
        this.cudnn = cudnn;
    }

    /**
     * Loads what is there. After it, the JCuda classes of the usable libraries may be called; they throw
     * {@link jcuda.CudaException} for every status but success.
     *
     * @throws NeocogException with the reason, if there is no driver or no NVRTC to be used
     */
    static CudaStack load() {
        throw new NeocogException("this build has no CUDA kernels yet");
    }

    LibraryReport driver() {
        return driver;
    }

    LibraryReport nvrtc() {
        return nvrtc;
    }

    LibraryReport cublas() {
        return cublas;
    }

    LibraryReport cudnn() {
        return cudnn;
    }

    boolean cublasAvailable() {
        return cublas.usable();
    }

    boolean cudnnAvailable() {
        return cudnn.usable();
    }
}
