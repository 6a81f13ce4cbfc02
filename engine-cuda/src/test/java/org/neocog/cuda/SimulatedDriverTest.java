package org.neocog.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import jcuda.CudaException;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUfunction;
import jcuda.driver.CUgraph;
import jcuda.driver.CUmodule;
import jcuda.driver.JCudaDriver;
import jcuda.nvrtc.JNvrtc;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Versions, memory, failures made to order, compile errors. */
class SimulatedDriverTest {
    private static final String FILL = """
            extern "C" __global__ void __launch_bounds__(64) fill(float* x, float value) { x[threadIdx.x] = value; }
            """;

    private SimulatedCuda cuda;
    private SimulatedGpu gpu;

    @BeforeEach
    void open() {
        cuda = SimulatedCuda.use();
        gpu = new SimulatedGpu();
    }

    @AfterEach
    void close() {
        if (gpu != null) {
            gpu.close();
        }
    }

    @Test
    void saysWhatItIs() {
        int[] version = new int[1];
        JCudaDriver.cuDriverGetVersion(version);
        assertEquals(12060, version[0]);
        int[] minor = new int[1];
        JNvrtc.nvrtcVersion(version, minor);
        assertEquals("12.6", version[0] + "." + minor[0]);
        CUdevice device = new CUdevice();
        JCudaDriver.cuDeviceGet(device, 0);
        byte[] name = new byte[64];
        JCudaDriver.cuDeviceGetName(name, name.length, device);
        assertEquals("Neocog simulated GPU", new String(name, StandardCharsets.UTF_8).trim().replace("\0", ""));
        int[] major = new int[1];
        JCudaDriver.cuDeviceGetAttribute(major, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR, device);
        assertEquals(8, major[0]);
    }

    @Test
    void hasTheDevicesAndTheDriverThatATestAsksFor() {
        int[] value = new int[1];
        cuda.setDevices(3);
        JCudaDriver.cuDeviceGetCount(value);
        assertEquals(3, value[0]);
        cuda.setDriverVersion(11080);
        JCudaDriver.cuDriverGetVersion(value);
        assertEquals(11080, value[0]);
        cuda.setDevices(0);
        assertEquals("CUDA_ERROR_NO_DEVICE", assertThrows(CudaException.class, () -> JCudaDriver.cuInit(0)).getMessage());
    }

    @Test
    void runsOutOfMemoryAndTellsHowMuchIsFree() {
        cuda.setMemory(1 << 20);
        CUdeviceptr most = gpu.allocate(1_000_000);
        long[] free = new long[1];
        long[] total = new long[1];
        JCudaDriver.cuMemGetInfo(free, total);
        assertEquals(48_576, free[0]);
        assertEquals(1 << 20, total[0]);
        assertEquals("CUDA_ERROR_OUT_OF_MEMORY",
                assertThrows(CudaException.class, () -> gpu.allocate(48_577)).getMessage());
        JCudaDriver.cuMemFree(most);
        gpu.allocate(1 << 20);
    }

    @Test
    void countsWhatIsAllocatedAndWhatItsOwnerForgot() {
        CUdeviceptr first = gpu.allocate(100);
        gpu.allocate(20);
        assertEquals(2, cuda.liveAllocations());
        assertEquals(120, cuda.liveBytes());
        JCudaDriver.cuMemFree(first);
        assertEquals(20, cuda.liveBytes());
        assertEquals(0, cuda.leaks());
        new SimulatedGpu().close();
        gpu.close();
        gpu = null;
        assertEquals(0, cuda.liveAllocations());
        assertEquals(1, cuda.leaks());
        assertEquals(0, cuda.liveHandles());
    }

    @Test
    void freeingTwiceIsAnError() {
        CUdeviceptr x = gpu.allocate(4);
        JCudaDriver.cuMemFree(x);
        assertThrows(CudaException.class, () -> JCudaDriver.cuMemFree(x));
        assertTrue(cuda.lastFault().contains("freed device allocation 1"), cuda.lastFault());
    }

    @Test
    void failsTheAllocationThatATestChooses() {
        cuda.failAllocation(2);
        gpu.allocate(4);
        assertEquals("CUDA_ERROR_OUT_OF_MEMORY", assertThrows(CudaException.class, () -> gpu.allocate(4)).getMessage());
        gpu.allocate(4);
        assertEquals(3, cuda.allocations());
    }

    @Test
    void failsTheLaunchThatATestChooses() {
        CUfunction fill = gpu.kernel("fill", FILL);
        CUdeviceptr x = gpu.allocate(4);
        cuda.failLaunch(2);
        gpu.launch(fill, 1, 1, x, 1f);
        assertEquals("CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES",
                assertThrows(CudaException.class, () -> gpu.launch(fill, 1, 1, x, 2f)).getMessage());
        assertArrayEquals(new float[] {1}, gpu.download(x, 1));
        gpu.launch(fill, 1, 1, x, 3f);
        assertArrayEquals(new float[] {3}, gpu.download(x, 1));
        assertEquals(3, cuda.launches());
    }

    @Test
    void losesTheDeviceForGood() {
        CUfunction fill = gpu.kernel("fill", FILL);
        CUdeviceptr x = gpu.allocate(4);
        cuda.loseDevice(1);
        gpu.launch(fill, 1, 1, x, 1f);
        assertEquals("CUDA_ERROR_LAUNCH_FAILED",
                assertThrows(CudaException.class, () -> gpu.launch(fill, 1, 1, x, 2f)).getMessage());
        assertThrows(CudaException.class, () -> gpu.download(x, 1));
        assertThrows(CudaException.class, () -> gpu.synchronize());
        assertEquals("CUDA_ERROR_DEVICE_UNAVAILABLE", assertThrows(CudaException.class, SimulatedGpu::new).getMessage());
        gpu = null;
        cuda = SimulatedCuda.use();
        gpu = new SimulatedGpu();
        assertArrayEquals(new float[] {7}, gpu.download(gpu.upload(7), 1));
    }

    @Test
    void refusesLaunchesThatAGpuWouldRefuse() {
        CUfunction fill = gpu.kernel("fill", FILL);
        CUdeviceptr x = gpu.allocate(4096);
        assertEquals("CUDA_ERROR_INVALID_VALUE",
                assertThrows(CudaException.class, () -> gpu.launch(fill, 1, 1025, x, 1f)).getMessage());
        assertEquals("CUDA_ERROR_INVALID_VALUE",
                assertThrows(CudaException.class, () -> gpu.launch(fill, 0, 1, x, 1f)).getMessage());
        assertEquals("CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES",
                assertThrows(CudaException.class, () -> gpu.launch(fill, 1, 65, x, 1f)).getMessage());
        assertEquals("CUDA_ERROR_INVALID_VALUE",
                assertThrows(CudaException.class, () -> gpu.launchShared(49_153, fill, 1, 1, x, 1f)).getMessage());
    }

    @Test
    void saysWhatDoesNotCompileWithFileAndLine() {
        String wrong = "// Fine.\nextern \"C\" __global__ void bad(float* x) { x[0] = undefined; }\n";
        String log = assertThrows(IllegalArgumentException.class, () -> SimulatedGpu.cubin(wrong)).getMessage();
        assertTrue(log.startsWith("test.cu(2): error: ") || log.contains("\ntest.cu(2): error: "), log);
        assertTrue(log.contains("1 error detected in the compilation of \"test.cu\"."), log);
    }

    @Test
    void findsNoHeadersOfTheSystem() {
        String log = assertThrows(IllegalArgumentException.class, () -> SimulatedGpu.cubin("#include <cmath>\n")).getMessage();
        assertTrue(log.contains("test.cu(1): error: "), log);
    }

    @Test
    void refusesOptionsThatNvrtcWouldRefuse() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> SimulatedGpu.cubin(FILL, "--gpu-architecture=sm_20"))
                .getMessage().contains("invalid value for --gpu-architecture"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> SimulatedGpu.cubin(FILL, "--fused"))
                .getMessage().contains("unrecognized option --fused"));
    }

    @ParameterizedTest
    @CsvSource({"sm_80, true", "sm_75, false", "sm_86, false", "sm_90, false"})
    void loadsWhatWasCompiledForThisArchitecture(String architecture, boolean loads) {
        byte[] cubin = SimulatedGpu.cubin(FILL, "--gpu-architecture=" + architecture);
        if (loads) {
            JCudaDriver.cuModuleLoadData(new CUmodule(), cubin);
        } else {
            assertEquals("CUDA_ERROR_NO_BINARY_FOR_GPU", assertThrows(CudaException.class,
                    () -> JCudaDriver.cuModuleLoadData(new CUmodule(), cubin)).getMessage());
        }
    }

    @Test
    void refusesADamagedModule() {
        byte[] cubin = SimulatedGpu.cubin(FILL);
        cubin[cubin.length / 2] ^= 1;
        assertEquals("CUDA_ERROR_INVALID_IMAGE", assertThrows(CudaException.class,
                () -> JCudaDriver.cuModuleLoadData(new CUmodule(), cubin)).getMessage());
        assertThrows(CudaException.class, () -> JCudaDriver.cuModuleLoadData(new CUmodule(), new byte[64]));
    }

    @Test
    void hasNoKernelOfAnotherName() {
        assertEquals("CUDA_ERROR_NOT_FOUND",
                assertThrows(CudaException.class, () -> gpu.kernel("full", FILL)).getMessage());
    }

    @Test
    void whatIsNotSimulatedIsAnErrorAndNotTheEndOfTheProcess() {
        assertEquals("CUDA_ERROR_NOT_SUPPORTED",
                assertThrows(CudaException.class, () -> JCudaDriver.cuGraphCreate(new CUgraph(), 0)).getMessage());
    }

    @ParameterizedTest
    @CsvSource({"JCudaDriver, libcuda.so.1", "JNvrtc, libnvrtc.so.12", "JCublas2, libcublas.so.12"})
    void hasEverySymbolThatJCudasNativesName(String nativeLibrary, String library, @TempDir Path folder)
            throws IOException, InterruptedException {
        Path copy = folder.resolve("native.so");
        try (InputStream in = JCudaDriver.class.getResourceAsStream("/lib/lib" + nativeLibrary + "-12.6.0-linux-x86_64.so")) {
            Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
        }
        Set<String> wanted = symbols(copy, "--undefined-only");
        wanted.removeAll(symbols(cuda.folder().resolve(library), "--defined-only"));
        assertEquals(Set.of(), wanted);
        assertFalse(symbols(copy, "--undefined-only").isEmpty());
    }

    /** The symbols of CUDA's libraries, with their versions, in the dynamic table of a library. */
    private static Set<String> symbols(Path library, String which) throws IOException, InterruptedException {
        Process nm = new ProcessBuilder("nm", "-D", which, library.toString()).start();
        String output = new String(nm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, nm.waitFor());
        return output.lines()
                .map(line -> line.substring(line.lastIndexOf(' ') + 1).replace("@@", "@"))
                .filter(symbol -> symbol.matches("(cu[A-Z]|cublas|nvrtc).*"))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
