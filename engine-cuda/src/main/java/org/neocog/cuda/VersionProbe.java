package org.neocog.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Asks a library for its version, by functions that need neither a GPU nor JCuda. */
final class VersionProbe {
    private VersionProbe() {}

    /** The version that the library says it has. Its symbols must have been found to be there. */
    static LibraryVersion version(CudaLibrary library, SymbolLookup symbols) {
        return switch (library) {
            case DRIVER -> LibraryVersion.ofCuda(intResult(symbols, "cuDriverGetVersion"));
            case NVRTC -> nvrtc(symbols);
            case CUBLAS -> new LibraryVersion(cublas(symbols, 0), cublas(symbols, 1), cublas(symbols, 2));
            case CUDNN -> cudnn(number(symbols, "cudnnGetVersion"));
        };
    }

    /** The version of CUDA that the library belongs to and a driver must know. */
    static LibraryVersion cuda(CudaLibrary library, SymbolLookup symbols) {
        return library == CudaLibrary.CUDNN
                ? LibraryVersion.ofCuda(Math.toIntExact(number(symbols, "cudnnGetCudartVersion")))
                : version(library, symbols);
    }

    /** Since cuDNN 9, 90501 is 9.5.1. */
    private static LibraryVersion cudnn(long number) {
        int n = Math.toIntExact(number);
        return new LibraryVersion(n / 10000, n % 10000 / 100, n % 100);
    }

    /** {@code int function(int *result)}, where a status other than 0 is a failure. */
    private static int intResult(SymbolLookup symbols, String function) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment result = arena.allocate(JAVA_INT);
            check(function, (int) handle(symbols, function, JAVA_INT, ADDRESS).invokeExact(result));
            return result.get(JAVA_INT, 0);
        } catch (Throwable e) {
            throw failure(function, e);
        }
    }

    /** {@code nvrtcResult nvrtcVersion(int *major, int *minor)}. */
    private static LibraryVersion nvrtc(SymbolLookup symbols) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment numbers = arena.allocate(JAVA_INT, 2);
            MethodHandle handle = handle(symbols, "nvrtcVersion", JAVA_INT, ADDRESS, ADDRESS);
            check("nvrtcVersion", (int) handle.invokeExact(numbers, numbers.asSlice(Integer.BYTES)));
            return new LibraryVersion(numbers.getAtIndex(JAVA_INT, 0), numbers.getAtIndex(JAVA_INT, 1), 0);
        } catch (Throwable e) {
            throw failure("nvrtcVersion", e);
        }
    }

    /** {@code cublasStatus_t cublasGetProperty(libraryPropertyType type, int *value)}; 0, 1, 2: major, minor, patch. */
    private static int cublas(SymbolLookup symbols, int property) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment result = arena.allocate(JAVA_INT);
            MethodHandle handle = handle(symbols, "cublasGetProperty", JAVA_INT, JAVA_INT, ADDRESS);
            check("cublasGetProperty", (int) handle.invokeExact(property, result));
            return result.get(JAVA_INT, 0);
        } catch (Throwable e) {
            throw failure("cublasGetProperty", e);
        }
    }

    /** {@code size_t function(void)}. */
    private static long number(SymbolLookup symbols, String function) {
        try {
            return (long) handle(symbols, function, JAVA_LONG).invokeExact();
        } catch (Throwable e) {
            throw failure(function, e);
        }
    }

    private static MethodHandle handle(
            SymbolLookup symbols, String function, ValueLayout result, ValueLayout... parameters) {
        return Linker.nativeLinker()
                .downcallHandle(symbols.findOrThrow(function), FunctionDescriptor.of(result, parameters));
    }

    private static void check(String function, int status) {
        if (status != 0) {
            throw new IllegalStateException(function + " failed with status " + status);
        }
    }

    private static IllegalStateException failure(String function, Throwable e) {
        return e instanceof IllegalStateException known
                ? known
                : new IllegalStateException(function + " could not be called", e);
    }
}
