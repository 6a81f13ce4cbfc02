package org.neocog.device;

import java.util.List;

/** A backend, found by {@link java.util.ServiceLoader}. */
public interface DeviceProvider {
    /** What device names of this backend start with: {@code cpu}, {@code cuda}. */
    String kind();

    /** The devices that are there, or one entry that says why there are none. Never throws, never downloads. */
    List<DeviceInfo> probe();

    /**
     * Opens the device with the given id ({@link #kind()} alone means the first).
     *
     * @throws org.neocog.NeocogException saying why, if it cannot serve; there is no falling back to another
     */
    Device open(String id, DeviceOptions options);
}
