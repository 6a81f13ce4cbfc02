package org.neocog.cuda;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * NVIDIA's driver, NVRTC and cuBLAS simulated on the host, for tests on machines without a GPU. JCuda's own natives run on
 * them; {@code src/test/cpp/README.md} tells what is simulated.
 *
 * <p>{@code SimulatedCuda.use()} in a {@code @BeforeEach} makes the simulation the one CUDA of this process (a process has
 * one; it must be called before anything loads CUDA) and puts it into its first state: one GPU, nothing allocated, no
 * failure to come.
 */
public final class SimulatedCuda {
    /** When work runs that is queued and that nobody waits for; see {@code driver/stream.h}. */
    public enum Schedule { LAZY, EAGER_COPIES, RANDOM }

    private static final class OfThisProcess {
        static final SimulatedCuda CUDA = load();
    }

    private final Path folder;
    private final SymbolLookup driver;

    private SimulatedCuda(Path folder) {
        this.folder = folder;
        this.driver = SymbolLookup.libraryLookup(folder.resolve("libcuda.so.1"), Arena.global());
    }

    /**
     * The simulation in its first state. Skips the calling test where {@code -Drequire.cuda=true} asks for a real GPU, and
     * where there is no g++; the latter fails it if the environment has {@code CI=true} or the JVM
     * {@code -Drequire.g++=true}.
     */
    public static SimulatedCuda use() {
        if (Boolean.getBoolean("require.cuda")) {
            abort("a process has one CUDA, and -Drequire.cuda=true asks for the real one");
        }
        requireCompiler();
        SimulatedCuda cuda = OfThisProcess.CUDA;
        cuda.call("neocogSimReset");
        return cuda;
    }

    /** The folder with the libraries of CUDA 12 or 13, built, for processes that a test starts. */
    public static Path libraries(int cudaMajor) {
        requireCompiler();
        try {
            return new SimulatedCudaBuild(module()).build().resolve(String.valueOf(cudaMajor));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SimulatedCuda load() {
        Path folder = libraries(12);
        System.setProperty(SearchPlaces.PROPERTY, folder.toString());
        if (System.getProperty("neocog.cache") == null) {
            // What the simulated NVRTC makes must never be taken for a real one's.
            System.setProperty("neocog.cache", folder.resolve("cache").toString());
        }
        return new SimulatedCuda(folder);
    }

    private static void requireCompiler() {
        try {
            if (SimulatedCudaBuild.compiler().isPresent()) {
                return;
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        String reason = "there is no g++ to build the simulated CUDA with";
        if (Boolean.parseBoolean(System.getenv("CI")) || Boolean.getBoolean("require.g++")) {
            fail(reason + ", which continuous integration must have");
        }
        abort(reason);
    }

    /** The folder of engine-cuda, from a test of it or of a module beside it. */
    private static Path module() {
        Path here = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
        return Stream.of(here, here.resolveSibling("engine-cuda"), here.resolve("engine-cuda"))
                .filter(folder -> Files.isDirectory(folder.resolve("src/test/cpp/driver")))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the sources of the simulated CUDA are not near " + here));
    }

    /** Where the libraries are. */
    public Path folder() {
        return folder;
    }

    public void setDevices(int count) {
        call("neocogSimSetDevices", count);
    }

    /** The memory of each device in bytes, 2 GiB at first. */
    public void setMemory(long bytes) {
        call("neocogSimSetMemory", bytes);
    }

    /** As from cuDriverGetVersion: 12060 at first. */
    public void setDriverVersion(int version) {
        call("neocogSimDriverVersion", version);
    }

    /** 8.0 at first. */
    public void setComputeCapability(int major, int minor) {
        call("neocogSimComputeCapability", major, minor);
    }

    /** LAZY at first. The seed is for RANDOM. */
    public void schedule(Schedule schedule, int seed) {
        call("neocogSimSchedule", schedule.ordinal(), seed);
    }

    /** Makes the n-th allocation of device memory from now on find no memory. */
    public void failAllocation(int n) {
        call("neocogSimFailAllocation", n);
    }

    /** Makes the n-th launch of a kernel or by cuBLAS from now on fail; what follows goes well. */
    public void failLaunch(int n) {
        call("neocogSimFailLaunch", n);
    }

    /** Loses the device after so many more launches: every later call fails, until {@link #use()}. */
    public void loseDevice(int afterLaunches) {
        call("neocogSimLoseDevice", afterLaunches);
    }

    /** Allocations of device memory and of pinned host memory that are not freed. */
    public long liveAllocations() {
        return count("neocogSimLiveAllocations");
    }

    /** Their bytes. */
    public long liveBytes() {
        return count("neocogSimLiveBytes");
    }

    /** Contexts, events and modules that are not destroyed. */
    public long liveHandles() {
        return count("neocogSimLiveHandles");
    }

    /** Allocations that nobody freed before their context's end. */
    public long leaks() {
        return count("neocogSimLeaks");
    }

    /** Launches since {@link #use()}, by cuBLAS too. */
    public long launches() {
        return count("neocogSimLaunches");
    }

    /** Calls of cuMemAlloc since {@link #use()}. */
    public long allocations() {
        return count("neocogSimAllocations");
    }

    /** How often the host has waited for the device since {@link #use()}: synchronisations, and copies that wait. */
    public long synchronizations() {
        return count("neocogSimSynchronizations");
    }

    /** What the simulation found wrong last, naming kernel and allocation; empty for nothing. */
    public String lastFault() {
        MemorySegment text = (MemorySegment) invoke("neocogSimLastFault", FunctionDescriptor.of(ValueLayout.ADDRESS));
        return text.reinterpret(Long.MAX_VALUE).getString(0);
    }

    private long count(String function) {
        return (Long) invoke(function, FunctionDescriptor.of(ValueLayout.JAVA_LONG));
    }

    private void call(String function, int... arguments) {
        ValueLayout[] layouts = new ValueLayout[arguments.length];
        Object[] values = new Object[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            layouts[i] = ValueLayout.JAVA_INT;
            values[i] = arguments[i];
        }
        invoke(function, FunctionDescriptor.ofVoid(layouts), values);
    }

    private void call(String function, long argument) {
        invoke(function, FunctionDescriptor.ofVoid(ValueLayout.JAVA_LONG), argument);
    }

    private Object invoke(String function, FunctionDescriptor signature, Object... arguments) {
        try {
            return Linker.nativeLinker()
                    .downcallHandle(driver.findOrThrow(function), signature)
                    .invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw new IllegalStateException("the simulated CUDA has no such " + function, e);
        }
    }
}
