package org.neocog.exec;

import java.util.ArrayList;
import java.util.List;
import org.neocog.device.Device;
import org.neocog.device.DeviceBuffer;
import org.neocog.device.OutOfDeviceMemoryException;
import org.neocog.tensor.TensorSpec;

/** The bytes of an {@link Arena} on a device: as many segments as its size takes, the last as large as need be. */
final class ArenaStorage {
    private final Device device;
    private final long segment;
    private List<DeviceBuffer> segments;

    /** Of one cache line, so that there is a place for what takes none. */
    ArenaStorage(Device device) {
        this(device, Arena.SEGMENT);
    }

    ArenaStorage(Device device, long segment) {
        this.device = device;
        this.segment = segment;
        this.segments = allocated(Arena.ALIGNMENT);
    }

    long bytes() {
        return segments.stream().mapToLong(buffer -> buffer.spec().bytes()).sum();
    }

    /** Replaces the storage by a larger one. If there is not enough memory for it, there is again what was there before. */
    void enlarge(long bytes) {
        long before = bytes();
        close();
        try {
            segments = allocated(bytes);
        } catch (RuntimeException e) {
            segments = allocated(before);
            throw e;
        }
    }

    /** A part that lies in one segment. */
    DeviceBuffer slice(long offset, TensorSpec part) {
        return segments.get(Math.toIntExact(offset / segment)).slice(offset % segment, part);
    }

    void close() {
        segments.forEach(DeviceBuffer::close);
    }

    private List<DeviceBuffer> allocated(long bytes) {
        List<DeviceBuffer> buffers = new ArrayList<>();
        try {
            for (long start = 0; start < bytes; start += segment) {
                buffers.add(device.allocate(TensorSpec.f32((int) (Math.min(segment, bytes - start) / Float.BYTES))));
            }
        } catch (OutOfDeviceMemoryException e) {
            long held = buffers.stream().mapToLong(buffer -> buffer.spec().bytes()).sum();
            buffers.forEach(DeviceBuffer::close);
            throw e.after(held);
        } catch (RuntimeException e) {
            buffers.forEach(DeviceBuffer::close);
            throw e;
        }
        return buffers;
    }
}
