package org.neocog.device;

import org.neocog.tensor.TensorSpec;

/** Storage that belongs to one device. Its elements are seen only through {@link Device#read} and {@link Device#write}. */
public interface DeviceBuffer extends AutoCloseable {
    TensorSpec spec();

    /**
     * A part of this storage as a tensor of its own; both share the bytes. Closing a slice does nothing.
     *
     * @param byteOffset where it starts, a multiple of 64
     * @throws IndexOutOfBoundsException if it does not lie inside
     */
    DeviceBuffer slice(long byteOffset, TensorSpec part);

    /** Gives the storage back. A second call does nothing. */
    @Override
    void close();
}
