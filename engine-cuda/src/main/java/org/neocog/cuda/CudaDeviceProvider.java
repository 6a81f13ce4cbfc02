package org.neocog.cuda;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.neocog.NeocogException;
import org.neocog.device.Device;
import org.neocog.device.DeviceInfo;
import org.neocog.device.DeviceOptions;
import org.neocog.device.DeviceProvider;

/** NVIDIA GPUs. This build can only say why it does not use them. */
public final class CudaDeviceProvider implements DeviceProvider {
    private final DriverSearch search;

    public CudaDeviceProvider() {
        this(DriverSearch.ofThisMachine());
    }

    CudaDeviceProvider(DriverSearch search) {
        this.search = search;
    }

    @Override
    public String kind() {
        return "cuda";
    }

    @Override
    public List<DeviceInfo> probe() {
        Optional<Path> driver = search.find();
        SequencedMap<String, String> details = new LinkedHashMap<>();
        driver.ifPresent(path -> details.put("driver", path.toString()));
        return List.of(new DeviceInfo(kind(), "NVIDIA GPU", false, reason(driver), details));
    }

    @Override
    public Device open(String id, DeviceOptions options) {
        throw new NeocogException(
                "the device '" + id + "' cannot be used: " + reason(search.find()) + "; --device cpu is there");
    }

    private String reason(Optional<Path> driver) {
        return driver.isPresent()
                ? "this build has no CUDA kernels yet"
                : "no NVIDIA driver: " + DriverSearch.LIBRARY + " was not found in " + search.folders();
    }
}
