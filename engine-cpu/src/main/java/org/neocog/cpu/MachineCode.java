package org.neocog.cpu;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Machine code made at run time, for Linux on x86-64: functions of five addresses, called in place on heap arrays. Such a
 * <em>critical</em> call holds off the JVM's safepoints until it returns, so each does little.
 *
 * <p>The code lies in pages of its own, first writable, then executable, never both. They are kept until the process ends, as
 * JIT compilers keep theirs.
 */
final class MachineCode {
    /** {@code PROT_READ}, {@code PROT_WRITE}, {@code PROT_EXEC}, {@code MAP_PRIVATE | MAP_ANONYMOUS}. */
    private static final int READ = 1;
    private static final int WRITE = 2;
    private static final int EXECUTE = 4;
    private static final int ANONYMOUS = 0x22;

    // The function is the first argument, so that the handle is a constant for the JIT compiler.
    private static final MethodHandle CALL = Linker.nativeLinker()
            .downcallHandle(
                    FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS),
                    Linker.Option.critical(true));

    private MachineCode() {}

    /**
     * Makes a function of its code.
     *
     * @throws UnsupportedOperationException if the system does not let this process have executable pages of its own
     */
    static MemorySegment function(byte[] code) {
        MemorySegment place = (MemorySegment) call(
                "mmap", ADDRESS, new MemoryLayout[] {ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG},
                MemorySegment.NULL, (long) code.length, READ | WRITE, ANONYMOUS, -1, 0L);
        if (place.address() == -1) {
            throw new UnsupportedOperationException("mmap failed");
        }
        MemorySegment pages = place.reinterpret(code.length);
        MemorySegment.copy(MemorySegment.ofArray(code), 0, pages, 0, code.length);
        int status = (int) call(
                "mprotect", JAVA_INT, new MemoryLayout[] {ADDRESS, JAVA_LONG, JAVA_INT}, pages, (long) code.length,
                READ | EXECUTE);
        if (status != 0) {
            throw new UnsupportedOperationException("the system refuses executable pages");
        }
        return pages;
    }

    private static Object call(String name, MemoryLayout result, MemoryLayout[] parameters, Object... arguments) {
        Linker linker = Linker.nativeLinker();
        try {
            return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(result, parameters))
                    .invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw new UnsupportedOperationException(name + " could not be called: " + e.getMessage(), e);
        }
    }

    /** An array from an element on, as an argument. */
    static MemorySegment from(float[] array, int offset) {
        return MemorySegment.ofArray(array).asSlice((long) offset * Float.BYTES);
    }

    /**
     * Some elements of an array, as an argument.
     *
     * @throws IndexOutOfBoundsException if they are not there
     */
    static MemorySegment slice(float[] array, int offset, int elements) {
        return MemorySegment.ofArray(array).asSlice((long) offset * Float.BYTES, (long) elements * Float.BYTES);
    }

    /** Calls a function. */
    static void call(
            MemorySegment function, MemorySegment a, MemorySegment b, MemorySegment c, MemorySegment d, MemorySegment e) {
        try {
            CALL.invokeExact(function, a, b, c, d, e);
        } catch (Throwable t) {
            throw new IllegalStateException("machine code could not be called", t);
        }
    }
}
