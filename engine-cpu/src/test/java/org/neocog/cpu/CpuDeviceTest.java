package org.neocog.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;
import org.neocog.device.DeviceBuffer;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.TensorSpec;

final class CpuDeviceTest {
    @Test
    void aTensorThatIsHandedOverIsNotCopied() {
        try (CpuDevice device = new CpuDevice(1, new JavaGemm())) {
            HostTensor floats = HostTensor.zeros(TensorSpec.f32(5, 7));
            HostTensor ints = HostTensor.zeros(TensorSpec.i32(3));
            DeviceBuffer first = device.adopt(floats);
            DeviceBuffer second = device.adopt(ints);
            assertSame(floats.floats(), ((CpuBuffer) first).floats());
            assertSame(ints.ints(), ((CpuBuffer) second).ints());
            assertEquals(4 * (35 + 3), device.allocatedBytes());
            first.close();
            second.close();
            assertEquals(0, device.allocatedBytes());
        }
    }
}
