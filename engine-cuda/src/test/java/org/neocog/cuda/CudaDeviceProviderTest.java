package org.neocog.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.neocog.NeocogException;
import org.neocog.UsageException;
import org.neocog.device.DeviceInfo;
import org.neocog.device.DeviceOptions;
import org.neocog.device.Devices;

/** Where there are no libraries; with libraries, see {@link CudaStackTest}. */
class CudaDeviceProviderTest {
    @TempDir
    private Path folder;

    private CudaDeviceProvider provider() {
        SearchEnvironment environment = new SearchEnvironment(
                name -> name.equals(SearchPlaces.PROPERTY) ? folder.toString() : null, name -> null, folder);
        CudaStack stack = CudaStack.search(environment);
        return new CudaDeviceProvider(() -> stack);
    }

    private String notFound(String files) {
        return "wanted " + files + "; not found in neocog.cuda.libraries (" + folder
                + "); nowhere else is looked as that is set";
    }

    @Test
    void saysOfEachLibraryWhatWasWantedAndWhereItLooked() {
        DeviceInfo info = provider().probe().getFirst();
        assertEquals("cuda", info.id());
        assertFalse(info.available());
        assertEquals("the NVIDIA driver cannot be used: " + notFound("libcuda.so.1"), info.reason());
        assertEquals(List.of("driver", "NVRTC", "cuBLAS", "cuDNN"), List.copyOf(info.details().keySet()));
        assertEquals("not usable: " + notFound("libnvrtc.so.13 or libnvrtc.so.12"), info.details().get("NVRTC"));
        assertEquals(
                "not usable: " + notFound("libcudnn.so.9") + "; the engine's own convolution serves",
                info.details().get("cuDNN"));
    }

    @Test
    void openingFailsWithTheReasonAndNamesTheDevice() {
        CudaDeviceProvider provider = provider();
        NeocogException e =
                assertThrows(NeocogException.class, () -> provider.open("cuda:1", DeviceOptions.defaults()));
        assertFalse(e instanceof UsageException);
        assertEquals(
                "the device 'cuda:1' cannot be used: the NVIDIA driver cannot be used: " + notFound("libcuda.so.1")
                        + "; --device cpu is there",
                e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"cuda:", "cuda:-1", "cuda:x", "cuda:1:2", "cuda:99999999999", "cuda0"})
    void anIdThatNamesNoGpuIsAUsageError(String id) {
        CudaDeviceProvider provider = provider();
        UsageException e = assertThrows(UsageException.class, () -> provider.open(id, DeviceOptions.defaults()));
        assertEquals("'" + id + "' names no GPU; write cuda for the first, or cuda:0, cuda:1, …", e.getMessage());
    }

    @Test
    void isFoundByTheServiceLoader() {
        assertTrue(Devices.providers().stream().anyMatch(CudaDeviceProvider.class::isInstance));
    }
}
