package org.neocog.cuda;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jcuda.driver.JCudaDriver;
import jcuda.jcublas.JCublas2;
import jcuda.jcudnn.JCudnn;
import jcuda.nvrtc.JNvrtc;
import org.neocog.NeocogException;
import org.neocog.nativelib.NativeLibrary.UnavailableException;
import org.neocog.nativelib.NativePlatform;

/**
 * NVIDIA's libraries and JCuda on top of them, loaded into this process once. JCuda's classes of the usable libraries may
 * be called; they throw {@link jcuda.CudaException} for every status but success. Those of the others must not be.
 */
final class CudaStack {
    private final Map<CudaLibrary, LibraryReport> reports;
    private final Map<CudaLibrary, LoadedLibrary> loaded;

    /** The process's libraries; JCuda's classes can be initialised only once. */
    private static final class OfThisProcess {
        static final CudaStack STACK = search(SearchEnvironment.ofThisProcess());
    }

    private CudaStack(Map<CudaLibrary, LibraryReport> reports, Map<CudaLibrary, LoadedLibrary> loaded) {
        this.reports = reports;
        this.loaded = loaded;
    }

    /** Loads what is there. NVRTC may be usable though there is no driver. Never throws. */
    static CudaStack probe() {
        return OfThisProcess.STACK;
    }

    /**
     * Loads what is there. Driver, NVRTC and cuBLAS are then usable; cuDNN may not be.
     *
     * @throws NeocogException with the reason, if one of the three cannot be used
     */
    static CudaStack load() {
        CudaStack stack = probe();
        stack.obstacle().ifPresent(reason -> {
            throw new NeocogException(reason);
        });
        return stack;
    }

    /** Why no GPU can be used with these libraries. */
    Optional<String> obstacle() {
        return reports.values().stream()
                .filter(report -> report != cudnn() && !report.usable())
                .map(report -> (report == driver() ? "the NVIDIA driver" : report.name())
                        + " cannot be used: " + report.problem())
                .findFirst();
    }

    static CudaStack search(SearchEnvironment environment) {
        Map<CudaLibrary, LibraryReport> reports = new EnumMap<>(CudaLibrary.class);
        Map<CudaLibrary, LoadedLibrary> loaded = new EnumMap<>(CudaLibrary.class);
        try {
            NativePlatform.check();
            LibrarySearch search = new LibrarySearch(new SearchPlaces(environment), new CudaRedist());
            for (CudaLibrary library : CudaLibrary.values()) {
                Optional<LibraryVersion> driver =
                        Optional.ofNullable(loaded.get(CudaLibrary.DRIVER)).map(LoadedLibrary::cuda);
                LibrarySearch.Result result = search.find(library, driver);
                reports.put(library, result.report());
                result.library().ifPresent(found -> loaded.put(library, found));
            }
        } catch (UnavailableException | NeocogException e) {
            loaded.clear();
            for (CudaLibrary library : CudaLibrary.values()) {
                reports.put(library, new LibraryReport(library.label(), Optional.empty(), "", e.getMessage()));
            }
        }
        return new CudaStack(reports, loaded).withJCuda();
    }

    private CudaStack withJCuda() {
        List<LoadedLibrary> wanted = new ArrayList<>(loaded.values());
        if (wanted.isEmpty()) {
            return this;
        }
        JCudaNatives.load(wanted).forEach((library, problem) -> {
            LoadedLibrary unusable = loaded.remove(library);
            reports.put(library, new LibraryReport(library.label(), Optional.of(unusable.path()), "", problem));
        });
        loaded.keySet().forEach(CudaStack::enableExceptions);
        return this;
    }

    private static void enableExceptions(CudaLibrary library) {
        switch (library) {
            case DRIVER -> JCudaDriver.setExceptionsEnabled(true);
            case NVRTC -> JNvrtc.setExceptionsEnabled(true);
            case CUBLAS -> JCublas2.setExceptionsEnabled(true);
            case CUDNN -> JCudnn.setExceptionsEnabled(true);
        }
    }

    LibraryReport driver() {
        return reports.get(CudaLibrary.DRIVER);
    }

    LibraryReport nvrtc() {
        return reports.get(CudaLibrary.NVRTC);
    }

    LibraryReport cublas() {
        return reports.get(CudaLibrary.CUBLAS);
    }

    LibraryReport cudnn() {
        return reports.get(CudaLibrary.CUDNN);
    }

    /** Driver, NVRTC, cuBLAS, cuDNN. */
    List<LibraryReport> reports() {
        return List.copyOf(reports.values());
    }

    /** NVRTC's version; it must be usable. */
    LibraryVersion nvrtcVersion() {
        return loaded.get(CudaLibrary.NVRTC).version();
    }

    boolean cublasAvailable() {
        return cublas().usable();
    }

    boolean cudnnAvailable() {
        return cudnn().usable();
    }
}
