package org.neocog.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.neocog.device.Device;
import org.neocog.device.DeviceOptions;
import org.neocog.device.Devices;
import org.neocog.device.OutOfDeviceMemoryException;
import org.neocog.tensor.TensorSpec;

final class CpuMemoryTest {
    /** No Java array is so large, whatever the heap. */
    @Test
    void whatTheHeapCannotHoldIsOutOfTheDevicesMemory() {
        try (Device device = Devices.open("cpu", DeviceOptions.defaults())) {
            OutOfDeviceMemoryException e = assertThrows(
                    OutOfDeviceMemoryException.class, () -> device.allocate(TensorSpec.f32(Integer.MAX_VALUE)));
            assertTrue(
                    e.getMessage().matches("out of memory on cpu: 8192 MiB were asked for and \\d+ MiB are free; the Java heap"
                            + " holds at most \\d+ MiB, which -Xmx changes"),
                    e.getMessage());
            assertTrue(e.free() > 0 && e.free() <= Runtime.getRuntime().maxMemory());
            assertEquals(0, device.allocatedBytes());
        }
    }

    /** No process has addresses for so much. */
    @Test
    void whatTheSystemRefusesIsOutOfTheDevicesMemory() {
        try (DnnlScope scope = new DnnlScope(Dnnl.orSkip().primitives().orElseThrow())) {
            OutOfDeviceMemoryException e = assertThrows(OutOfDeviceMemoryException.class, () -> scope.allocate(1L << 50));
            assertEquals(
                    "out of memory on cpu: 1073741824 MiB were asked for, which the system refused; these lie outside the Java heap, so"
                            + " a smaller batch helps, or a smaller heap (-Xmx)",
                    e.getMessage());
            assertEquals(0, scope.allocated());
            assertEquals(100, scope.allocate(100).byteSize());
        }
    }
}
