package org.neocog.device;

import java.util.SequencedMap;

/**
 * What a backend found: a device that can be opened, or the reason why there is none.
 *
 * @param id {@code cpu}, {@code cuda:0}, …
 * @param name the hardware's name, or the backend's if there is no hardware
 * @param available whether {@link DeviceProvider#open} will work
 * @param reason why it is not available; empty if it is
 * @param details what was found: cores, memory, libraries with versions and paths; in the order to be shown
 */
public record DeviceInfo(
        String id, String name, boolean available, String reason, SequencedMap<String, String> details) {}
