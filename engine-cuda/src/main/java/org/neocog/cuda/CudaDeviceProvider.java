package org.neocog.cuda;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.neocog.NeocogException;
import org.neocog.UsageException;
import org.neocog.device.Device;
import org.neocog.device.DeviceInfo;
import org.neocog.device.DeviceOptions;
import org.neocog.device.DeviceProvider;

/** NVIDIA GPUs. */
public final class CudaDeviceProvider implements DeviceProvider {
    private static final String KIND = "cuda";

    private final Supplier<CudaStack> stack;

    public CudaDeviceProvider() {
        this(CudaStack::probe);
    }

    CudaDeviceProvider(Supplier<CudaStack> stack) {
        this.stack = stack;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public List<DeviceInfo> probe() {
        CudaStack found = stack.get();
        try {
            return gpus(found).stream().map(gpu -> info(gpu, found)).toList();
        } catch (NeocogException e) {
            return List.of(new DeviceInfo(KIND, "NVIDIA GPU", false, e.getMessage(), libraries(found)));
        }
    }

    @Override
    public Device open(String id, DeviceOptions options) {
        int ordinal = ordinal(id);
        CudaStack found = stack.get();
        List<Gpu> gpus;
        try {
            gpus = gpus(found);
        } catch (NeocogException e) {
            throw new NeocogException(
                    "the device '" + id + "' cannot be used: " + e.getMessage() + "; --device cpu is there", e);
        }
        if (ordinal >= gpus.size()) {
            throw new NeocogException("there is no device '" + id + "'; there is "
                    + gpus.stream().map(gpu -> gpu.id() + " (" + gpu.name() + ")").collect(Collectors.joining(", ")));
        }
        tooOld(gpus.get(ordinal), found).ifPresent(reason -> {
            throw new NeocogException("the device '" + id + "' cannot be used: " + reason);
        });
        return new CudaDevice(found, ordinal, options);
    }

    /** The number in {@code cuda:1}; {@code cuda} is the first. */
    private static int ordinal(String id) {
        if (id.equals(KIND)) {
            return 0;
        }
        String number = id.startsWith(KIND + ":") ? id.substring(KIND.length() + 1) : "";
        if (!number.matches("\\d{1,4}")) {
            throw new UsageException("'" + id + "' names no GPU; write cuda for the first, or cuda:0, cuda:1, …");
        }
        return Integer.parseInt(number);
    }

    private static List<Gpu> gpus(CudaStack stack) {
        stack.obstacle().ifPresent(reason -> {
            throw new NeocogException(reason);
        });
        return Gpu.list();
    }

    private static DeviceInfo info(Gpu gpu, CudaStack stack) {
        Optional<String> reason = tooOld(gpu, stack);
        SequencedMap<String, String> details = new LinkedHashMap<>();
        details.put("compute capability", gpu.capability().toString());
        details.put("memory", String.format(Locale.ROOT, "%.1f GiB", gpu.memoryBytes() / (double) (1 << 30)));
        details.putAll(libraries(stack));
        return new DeviceInfo(gpu.id(), gpu.name(), reason.isEmpty(), reason.orElse(""), details);
    }

    private static Optional<String> tooOld(Gpu gpu, CudaStack stack) {
        try {
            KernelTarget.of(gpu.capability(), NvrtcProgram.capabilities(), stack.nvrtcVersion());
            return Optional.empty();
        } catch (NeocogException e) {
            return Optional.of(e.getMessage());
        }
    }

    private static SequencedMap<String, String> libraries(CudaStack stack) {
        SequencedMap<String, String> details = new LinkedHashMap<>();
        stack.reports().forEach(report -> details.put(report.name(), report.text()));
        if (!stack.cudnnAvailable()) {
            details.computeIfPresent(stack.cudnn().name(), (name, text) -> text + "; the engine's own convolution serves");
        }
        return details;
    }
}
