package org.neocog.cpu;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/**
 * Keeps signals away from the calling thread while native code runs that cannot bear one. Profilers interrupt threads by
 * signals, among them the JVM's own Flight Recorder, and the handler runs on the stack of the thread. Signals arrive when they
 * are let in again; those that tell of a mistake of the code itself, such as SIGSEGV, are never held back.
 *
 * <p>The numbers are those of Linux on x86-64.
 */
final class SignalMask {
    /** Longs of a {@code sigset_t}, in which bit {@code s - 1} is signal s. */
    private static final int LONGS = 16;
    /** What {@code pthread_sigmask} is to do. */
    private static final int BLOCK = 0;
    private static final int SET = 2;
    /** SIGILL, SIGTRAP, SIGBUS, SIGFPE, SIGSEGV and SIGSYS. */
    private static final int[] OF_THE_CODE = {4, 5, 7, 8, 11, 31};

    private static final MethodHandle SIGMASK = Linker.nativeLinker()
            .downcallHandle(
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS), Linker.Option.critical(true));

    private final MemorySegment sigmask;
    private final MemorySegment others;
    private final ThreadLocal<MemorySegment> before = ThreadLocal.withInitial(() -> MemorySegment.ofArray(new long[LONGS]));

    /** @throws java.util.NoSuchElementException if the C library has no {@code pthread_sigmask} */
    SignalMask() {
        sigmask = Linker.nativeLinker().defaultLookup().findOrThrow("pthread_sigmask");
        long[] set = {-1};
        for (int signal : OF_THE_CODE) {
            set[0] &= ~(1L << signal - 1);
        }
        others = MemorySegment.ofArray(Arrays.copyOf(set, LONGS));
    }

    /** Holds signals back; to be followed by {@link #letIn} on the same thread, with nothing between that could block. */
    void holdBack() {
        change(BLOCK, others, before.get());
    }

    /** Lets in again what was let in before. */
    void letIn() {
        change(SET, before.get(), MemorySegment.NULL);
    }

    private void change(int how, MemorySegment set, MemorySegment old) {
        int error;
        try {
            error = (int) SIGMASK.invokeExact(sigmask, how, set, old);
        } catch (Throwable e) {
            throw new IllegalStateException("pthread_sigmask could not be called", e);
        }
        if (error != 0) {
            throw new IllegalStateException("pthread_sigmask failed with error " + error);
        }
    }
}
