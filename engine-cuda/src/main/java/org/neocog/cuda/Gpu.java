package org.neocog.cuda;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import jcuda.CudaException;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.JCudaDriver;
import org.neocog.NeocogException;

/**
 * A GPU that the driver shows to this process.
 *
 * @param ordinal its number in {@code cuda:0}
 * @param memoryBytes all of its memory, whether free or not
 */
record Gpu(int ordinal, String name, ComputeCapability capability, long memoryBytes) {
    private static final int NAME_BYTES = 256;

    /**
     * Initialises the driver and lists the GPUs.
     *
     * @throws NeocogException if there is none or the driver does not work; the message says why
     */
    static List<Gpu> list() {
        initialise();
        try {
            int[] count = new int[1];
            JCudaDriver.cuDeviceGetCount(count);
            List<Gpu> gpus = new ArrayList<>();
            for (int i = 0; i < count[0]; i++) {
                gpus.add(of(i));
            }
            if (gpus.isEmpty()) {
                throw new NeocogException(noGpu());
            }
            return List.copyOf(gpus);
        } catch (CudaException e) {
            throw new NeocogException("the NVIDIA driver does not answer: " + e.getMessage(), e);
        }
    }

    private static Gpu of(int ordinal) {
        CUdevice device = new CUdevice();
        JCudaDriver.cuDeviceGet(device, ordinal);
        byte[] name = new byte[NAME_BYTES];
        JCudaDriver.cuDeviceGetName(name, name.length, device);
        long[] bytes = new long[1];
        JCudaDriver.cuDeviceTotalMem(bytes, device);
        ComputeCapability capability = new ComputeCapability(
                attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR, device),
                attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR, device));
        return new Gpu(ordinal, text(name), capability, bytes[0]);
    }

    private static int attribute(int number, CUdevice device) {
        int[] value = new int[1];
        JCudaDriver.cuDeviceGetAttribute(value, number, device);
        return value[0];
    }

    private static String text(byte[] zeroEnded) {
        String text = new String(zeroEnded, StandardCharsets.UTF_8);
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }

    private static void initialise() {
        try {
            JCudaDriver.cuInit(0);
        } catch (CudaException e) {
            throw new NeocogException(String.valueOf(e.getMessage()).contains("CUDA_ERROR_NO_DEVICE")
                    ? noGpu()
                    : "the NVIDIA driver cannot be initialised: " + e.getMessage(), e);
        }
    }

    /** The variable is the usual cause where there is a GPU. */
    private static String noGpu() {
        String visible = System.getenv("CUDA_VISIBLE_DEVICES");
        return "the NVIDIA driver shows no GPU" + (visible == null ? "" : "; CUDA_VISIBLE_DEVICES is '" + visible + "'");
    }

    String id() {
        return "cuda:" + ordinal;
    }
}
