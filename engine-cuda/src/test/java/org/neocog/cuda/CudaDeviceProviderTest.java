package org.neocog.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neocog.NeocogException;
import org.neocog.UsageException;
import org.neocog.device.DeviceInfo;
import org.neocog.device.DeviceOptions;
import org.neocog.device.Devices;

class CudaDeviceProviderTest {
    @TempDir
    private Path folder;

    @Test
    void saysWhereItLookedWhenThereIsNoDriver() {
        CudaDeviceProvider provider = new CudaDeviceProvider(new DriverSearch(List.of(folder, folder.resolve("lib64"))));
        DeviceInfo info = provider.probe().getFirst();
        assertFalse(info.available());
        assertEquals(
                "no NVIDIA driver: libcuda.so.1 was not found in " + folder + ", " + folder.resolve("lib64"), info.reason());
        assertTrue(info.details().isEmpty());
    }

    @Test
    void saysThatThereAreNoKernelsWhenThereIsADriver() throws IOException {
        Path library = Files.createFile(folder.resolve("libcuda.so.1"));
        DeviceInfo info = new CudaDeviceProvider(new DriverSearch(List.of(folder))).probe().getFirst();
        assertFalse(info.available());
        assertEquals("this build has no CUDA kernels yet", info.reason());
        assertEquals(library.toString(), info.details().get("driver"));
    }

    @Test
    void openingFailsWithTheReasonAndNamesTheDevice() {
        CudaDeviceProvider provider = new CudaDeviceProvider(new DriverSearch(List.of(folder)));
        NeocogException e =
                assertThrows(NeocogException.class, () -> provider.open("cuda:1", DeviceOptions.defaults()));
        assertFalse(e instanceof UsageException);
        assertEquals(
                "the device 'cuda:1' cannot be used: no NVIDIA driver: libcuda.so.1 was not found in " + folder
                        + "; --device cpu is there",
                e.getMessage());
    }

    @Test
    void isFoundByTheServiceLoader() {
        assertTrue(Devices.providers().stream().anyMatch(CudaDeviceProvider.class::isInstance));
        assertThrows(NeocogException.class, () -> Devices.open("cuda", DeviceOptions.defaults()));
    }
}
