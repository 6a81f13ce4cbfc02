package org.neocog.cuda;

import java.util.List;
import java.util.Optional;
import jcuda.Pointer;
import jcuda.Sizeof;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;
import jcuda.nvrtc.JNvrtc;
import jcuda.nvrtc.nvrtcProgram;

/** A few lines of JCuda for the tests of the simulation, without the backend between them. */
final class SimulatedGpu implements AutoCloseable {
    private final CUcontext context = new CUcontext();

    SimulatedGpu() {
        CudaStack.load();
        JCudaDriver.cuInit(0);
        CUdevice device = new CUdevice();
        JCudaDriver.cuDeviceGet(device, 0);
        JCudaDriver.cuCtxCreate(context, 0, device);
    }

    /** The first kernel of a source, with the options given. */
    CUfunction kernel(String name, String source, String... options) {
        CUmodule module = new CUmodule();
        JCudaDriver.cuModuleLoadData(module, cubin(source, options));
        CUfunction function = new CUfunction();
        JCudaDriver.cuModuleGetFunction(function, module, name);
        return function;
    }

    static byte[] cubin(String source, String... options) {
        nvrtcProgram program = new nvrtcProgram();
        JNvrtc.nvrtcCreateProgram(program, source, "test.cu", 0, new String[0], new String[0]);
        String[] all = options.length == 0 ? new String[] {"--gpu-architecture=sm_80"} : options;
        try {
            JNvrtc.nvrtcCompileProgram(program, all.length, all);
        } catch (jcuda.CudaException e) {
            String[] log = new String[1];
            JNvrtc.nvrtcGetProgramLog(program, log);
            throw new IllegalArgumentException(log[0], e);
        }
        long[] size = new long[1];
        JNvrtc.nvrtcGetCUBINSize(program, size);
        byte[] cubin = new byte[Math.toIntExact(size[0])];
        JNvrtc.nvrtcGetCUBIN(program, cubin);
        JNvrtc.nvrtcDestroyProgram(program);
        return cubin;
    }

    CUdeviceptr allocate(long bytes) {
        CUdeviceptr pointer = new CUdeviceptr();
        JCudaDriver.cuMemAlloc(pointer, bytes);
        return pointer;
    }

    CUdeviceptr upload(float... values) {
        CUdeviceptr pointer = allocate((long) values.length * Sizeof.FLOAT);
        JCudaDriver.cuMemcpyHtoD(pointer, Pointer.to(values), (long) values.length * Sizeof.FLOAT);
        return pointer;
    }

    float[] download(CUdeviceptr from, int count) {
        float[] values = new float[count];
        JCudaDriver.cuMemcpyDtoH(Pointer.to(values), from, (long) count * Sizeof.FLOAT);
        return values;
    }

    void launch(CUfunction function, int blocks, int threads, Object... arguments) {
        launchOn(Optional.empty(), 0, function, blocks, threads, arguments);
    }

    /** With so many bytes of dynamic shared memory. */
    void launchShared(int bytes, CUfunction function, int blocks, int threads, Object... arguments) {
        launchOn(Optional.empty(), bytes, function, blocks, threads, arguments);
    }

    void launchOn(CUstream stream, CUfunction function, int blocks, int threads, Object... arguments) {
        launchOn(Optional.of(stream), 0, function, blocks, threads, arguments);
    }

    private static void launchOn(
            Optional<CUstream> stream, int shared, CUfunction function, int blocks, int threads, Object... arguments) {
        Pointer[] pointers = List.of(arguments).stream().map(SimulatedGpu::argument).toArray(Pointer[]::new);
        JCudaDriver.cuLaunchKernel(
                function, blocks, 1, 1, threads, 1, 1, shared, stream.orElse(null), Pointer.to(pointers), null);
    }

    private static Pointer argument(Object value) {
        return switch (value) {
            case CUdeviceptr pointer -> Pointer.to(pointer);
            case Integer number -> Pointer.to(new int[] {number});
            case Float number -> Pointer.to(new float[] {number});
            default -> throw new IllegalArgumentException(value.toString());
        };
    }

    /** Waits for the device. */
    void synchronize() {
        JCudaDriver.cuCtxSynchronize();
    }

    @Override
    public void close() {
        JCudaDriver.cuCtxDestroy(context);
    }
}
