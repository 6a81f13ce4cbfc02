package org.neocog.cpu;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.neocog.NeocogException;
import org.neocog.nativelib.NativeLibrary;
import org.neocog.nativelib.UserCache;

/**
 * The matrix multiplication in use and why it is that one.
 *
 * @param primitives the same library's convolutions and the like, if it has them
 * @param version the library's version
 * @param isa the instruction set that the library makes use of, in its own words
 * @param path the file it was loaded from, if it is a native library
 * @param reason one line: why this implementation
 */
record GemmLibrary(
        Gemm gemm, Optional<DnnlFunctions> primitives, String version, String isa, Optional<Path> path, String reason) {
    /** System property that forces an implementation: {@code dnnl} or {@code java}. */
    static final String PROPERTY = "neocog.gemm";

    private static final String FOLDER = "org/bytedeco/dnnl/linux-x86_64/";
    /** oneDNN is linked with the OpenMP runtime beside it. */
    private static final List<String> RESOURCES = List.of(FOLDER + "libgomp.so.1", FOLDER + "libdnnl.so.3");

    private static final String AVX512_BF16 = "AVX-512 with VNNI and bfloat16";
    private static final String AVX512_FP16 = "AVX-512 with float16";
    private static final String AMX = "AVX-512 with AMX";
    /** Each set of instructions has those before it. */
    private static final Set<String> BFLOAT16 = Set.of(AVX512_BF16, AVX512_FP16, AMX);

    /** What came of trying to load oneDNN; once per process. */
    private static final class Holder {
        static final Attempt ATTEMPT = attempt();
    }

    /** Either the library or the reason why there is none; {@code mistake} if it is one that the user made. */
    record Attempt(Optional<GemmLibrary> library, String failure, Optional<NeocogException> mistake) {
        static Attempt loaded(GemmLibrary library) {
            return new Attempt(Optional.of(library), "", Optional.empty());
        }

        static Attempt failed(Exception e) {
            return new Attempt(
                    Optional.empty(), e.getMessage(),
                    e instanceof NeocogException mistake ? Optional.of(mistake) : Optional.empty());
        }
    }

    String name() {
        return gemm.name();
    }

    /** Whether there are primitives that compute in bfloat16 with instructions made for it. */
    boolean bfloat16() {
        return primitives.isPresent() && BFLOAT16.contains(isa);
    }

    /**
     * oneDNN where it can be loaded, otherwise the multiplication in Java, unless the system property {@value #PROPERTY}
     * says which one.
     *
     * @throws NeocogException if the property asks for one that cannot be had, or {@value UserCache#PROPERTY}
     *     for an unusable folder
     */
    static GemmLibrary load() {
        return choose(System.getProperty(PROPERTY, ""), GemmLibrary::dnnl);
    }

    static Attempt dnnl() {
        return Holder.ATTEMPT;
    }

    /** The choice itself; oneDNN is not touched unless it may be chosen. */
    static GemmLibrary choose(String wanted, Supplier<Attempt> dnnl) {
        if (wanted.equals("java")) {
            return java("asked for by " + PROPERTY + "=java");
        }
        if (!wanted.equals("dnnl") && !wanted.isEmpty()) {
            throw new NeocogException(PROPERTY + "=" + wanted + " names no matrix multiplication; there are dnnl and java");
        }
        Attempt attempt = dnnl.get();
        if (attempt.library().isPresent()) {
            return attempt.library().get();
        }
        if (attempt.mistake().isPresent()) {
            throw attempt.mistake().get();
        }
        if (wanted.equals("dnnl")) {
            throw new NeocogException(PROPERTY + "=dnnl asks for oneDNN, which cannot be used: " + attempt.failure());
        }
        return java("oneDNN cannot be used: " + attempt.failure());
    }

    private static GemmLibrary java(String reason) {
        Runtime.Version version = Runtime.version();
        return new GemmLibrary(
                new JavaGemm(), Optional.empty(), version.toString(), "chosen by the JVM", Optional.empty(), reason);
    }

    private static Attempt attempt() {
        try {
            NativeLibrary library = NativeLibrary.load(RESOURCES);
            SymbolLookup symbols = library.symbols();
            return Attempt.loaded(new GemmLibrary(
                    new DnnlGemm(symbols), Optional.of(new DnnlFunctions(symbols)), dnnlVersion(symbols), dnnlIsa(symbols),
                    Optional.of(library.path()), "the native library for this platform"));
        } catch (NativeLibrary.UnavailableException | NoSuchElementException | NeocogException e) {
            return Attempt.failed(e);
        }
    }

    /** {@code const dnnl_version_t *dnnl_version(void)}, a structure that begins with int major, minor, patch. */
    private static String dnnlVersion(SymbolLookup symbols) {
        try {
            MemorySegment version = (MemorySegment) Linker.nativeLinker()
                    .downcallHandle(symbols.findOrThrow("dnnl_version"), FunctionDescriptor.of(ADDRESS))
                    .invokeExact();
            MemorySegment parts = version.reinterpret(3L * Integer.BYTES);
            return parts.getAtIndex(JAVA_INT, 0) + "." + parts.getAtIndex(JAVA_INT, 1) + "." + parts.getAtIndex(JAVA_INT, 2);
        } catch (NoSuchElementException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("dnnl_version could not be called", e);
        }
    }

    /** {@code dnnl_cpu_isa_t dnnl_get_effective_cpu_isa(void)}; the numbers are those of dnnl_types.h. */
    private static String dnnlIsa(SymbolLookup symbols) {
        int isa;
        try {
            isa = (int) Linker.nativeLinker()
                    .downcallHandle(symbols.findOrThrow("dnnl_get_effective_cpu_isa"), FunctionDescriptor.of(JAVA_INT))
                    .invokeExact();
        } catch (NoSuchElementException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("dnnl_get_effective_cpu_isa could not be called", e);
        }
        return switch (isa) {
            case 0x1 -> "SSE4.1";
            case 0x3 -> "AVX";
            case 0x7 -> "AVX2";
            case 0xf, 0x1f -> "AVX2 with VNNI";
            case 0x27 -> "AVX-512";
            case 0x67 -> "AVX-512 with VNNI";
            case 0xe7 -> AVX512_BF16;
            case 0x1ef -> AVX512_FP16;
            case 0xfef, 0x1fef -> AMX;
            default -> "0x" + Integer.toHexString(isa);
        };
    }
}
