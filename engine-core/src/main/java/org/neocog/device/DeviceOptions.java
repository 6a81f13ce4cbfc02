package org.neocog.device;

/**
 * Choices a user makes about a device.
 *
 * @param threads threads that compute on the CPU; 0 means one for each processor
 */
public record DeviceOptions(int threads) {
    public DeviceOptions {
        if (threads < 0) {
            throw new IllegalArgumentException("the number of threads cannot be negative: " + threads);
        }
    }

    public static DeviceOptions defaults() {
        return new DeviceOptions(0);
    }
}
