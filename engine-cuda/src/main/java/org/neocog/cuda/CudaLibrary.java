package org.neocog.cuda;

import java.util.List;
import java.util.stream.IntStream;

/** A library of NVIDIA's that the backend calls, through the native half of JCuda that is linked with it. */
enum CudaLibrary {
    DRIVER("driver", List.of("libcuda.so.1"), "libcuda.so.1", "JCudaDriver", "jcuda.driver.JCudaDriver",
            RequiredSymbols.DRIVER),
    NVRTC("NVRTC", List.of("libnvrtc.so.13", "libnvrtc.so.12"), "libnvrtc.so.12", "JNvrtc", "jcuda.nvrtc.JNvrtc",
            RequiredSymbols.NVRTC),
    CUBLAS("cuBLAS", List.of("libcublas.so.13", "libcublas.so.12"), "libcublas.so.12", "JCublas2", "jcuda.jcublas.JCublas2",
            RequiredSymbols.CUBLAS),
    CUDNN("cuDNN", List.of("libcudnn.so.9"), "libcudnn.so.9", "JCudnn", "jcuda.jcudnn.JCudnn", RequiredSymbols.CUDNN);

    private final String label;
    private final List<String> fileNames;
    private final String linkedName;
    private final String nativeName;
    private final String className;
    private final List<String> symbols;

    CudaLibrary(
            String label,
            List<String> fileNames,
            String linkedName,
            String nativeName,
            String className,
            List<String> symbols) {
        this.label = label;
        this.fileNames = fileNames;
        this.linkedName = linkedName;
        this.nativeName = nativeName;
        this.className = className;
        this.symbols = symbols;
    }

    /** For people: {@code cuBLAS}. */
    String label() {
        return label;
    }

    /** The names of files that serve, the most wanted first. */
    List<String> fileNames() {
        return fileNames;
    }

    /** The name that JCuda's native half was linked with. */
    String linkedName() {
        return linkedName;
    }

    /** JCuda's name for its native half: {@code JCublas2}. */
    String nativeName() {
        return nativeName;
    }

    /** JCuda's class whose initialisation loads the native half. */
    String className() {
        return className;
    }

    /** The functions that the backend calls. */
    List<String> symbols() {
        return symbols;
    }

    /** The names without the version, as in {@code libcublas.so}. */
    String stem() {
        return linkedName.substring(0, linkedName.lastIndexOf('.'));
    }

    /** The version in a file's name: 12 for {@code libcublas.so.12}. */
    static int majorInName(String fileName) {
        return Integer.parseInt(fileName.substring(fileName.lastIndexOf('.') + 1));
    }

    /**
     * Libraries that belong to it, to be loaded before it so that it finds them wherever they are; not all need be there.
     * cuDNN finds its own beside itself, and not loading them all saves a second.
     */
    List<String> companions(String fileName) {
        int major = majorInName(fileName);
        return switch (this) {
            case DRIVER, CUDNN -> List.of();
            case CUBLAS -> List.of("libcublasLt.so." + major);
            case NVRTC -> IntStream.range(0, 10).mapToObj(minor -> "libnvrtc-builtins.so." + major + "." + minor).toList();
        };
    }

    /** Libraries that it looks for beside itself when they are needed. */
    List<String> lookedForBeside() {
        return this != CUDNN
                ? List.of()
                : List.of(
                        "libcudnn_graph.so.9", "libcudnn_ops.so.9", "libcudnn_cnn.so.9", "libcudnn_adv.so.9",
                        "libcudnn_heuristic.so.9", "libcudnn_engines_precompiled.so.9",
                        "libcudnn_engines_runtime_compiled.so.9");
    }
}
