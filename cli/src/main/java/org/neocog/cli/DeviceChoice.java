package org.neocog.cli;

import java.util.Optional;
import java.util.OptionalInt;
import org.neocog.device.Device;
import org.neocog.device.DeviceOptions;
import org.neocog.device.Devices;
import picocli.CommandLine.Option;

/** {@code --device} and {@code --threads} of the commands that compute. */
final class DeviceChoice {
    @Option(
            names = "--device",
            paramLabel = "ID",
            description = "Where to compute, one of those that 'neocog devices' lists; cpu if not given. A device that cannot"
                    + " serve is an error, never replaced by another.")
    private Optional<String> device = Optional.empty();

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads that compute on the CPU; as many as there are processors if not given. The results do not"
                    + " depend on it.")
    private Optional<Integer> threads = Optional.empty();

    Optional<String> device() {
        return device;
    }

    OptionalInt threads() {
        return threads.isPresent()
                ? OptionalInt.of(Require.atLeast(1, "--threads", threads.get()))
                : OptionalInt.empty();
    }

    /** Opens what was chosen. */
    Device open() {
        return open(device.orElse("cpu"), threads().orElse(0));
    }

    static Device open(String device, int threads) {
        return Devices.open(device, new DeviceOptions(threads));
    }
}
