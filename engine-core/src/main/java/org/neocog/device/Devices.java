package org.neocog.device;

import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.neocog.UsageException;

/** The backends on the class path. */
public final class Devices {
    private Devices() {}

    public static List<DeviceProvider> providers() {
        return ServiceLoader.load(DeviceProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing(DeviceProvider::kind))
                .toList();
    }

    /** Everything that every backend found. */
    public static List<DeviceInfo> probe() {
        return providers().stream().flatMap(provider -> provider.probe().stream()).toList();
    }

    /**
     * Opens a device by name: {@code cpu}, {@code cuda}, {@code cuda:1}.
     *
     * @throws UsageException if no backend has that name
     * @throws org.neocog.NeocogException if the backend cannot serve
     */
    public static Device open(String id, DeviceOptions options) {
        int colon = id.indexOf(':');
        String kind = colon < 0 ? id : id.substring(0, colon);
        List<DeviceProvider> providers = providers();
        return providers.stream()
                .filter(provider -> provider.kind().equals(kind))
                .findFirst()
                .orElseThrow(() -> new UsageException("there is no device '" + id + "'; this build knows "
                        + providers.stream().map(DeviceProvider::kind).collect(Collectors.joining(", "))))
                .open(id, options);
    }
}
