package org.neocog.device;

import java.util.List;

/** A node compiled for a device: all geometry is fixed, only buffers are still to come. */
public interface Kernel {
    /** Scratch that a launch needs, in bytes; its contents mean nothing between launches. */
    default long workspaceBytes() {
        return 0;
    }

    /** Bytes that the kernel keeps from when it is compiled until nobody refers to it: weights in a layout of its own, and such. */
    default long keptBytes() {
        return 0;
    }

    /** How the device does it, in a few words, for profiles ("im2col + sgemm"); empty if there is only one way. */
    default String method() {
        return "";
    }

    /** What the last launch consisted of, if it was several things, and how long each took; empty if it was one. */
    default List<KernelPart> parts() {
        return List.of();
    }

    /**
     * Computes the node. May return before the device is done. For an update, {@code output} is {@code inputs.get(0)}.
     *
     * @param workspace at least {@link #workspaceBytes()} bytes of f32; anything if that is 0
     */
    void launch(List<DeviceBuffer> inputs, DeviceBuffer output, DeviceBuffer workspace);
}
