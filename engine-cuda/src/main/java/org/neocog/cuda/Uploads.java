package org.neocog.cuda;

import java.lang.foreign.MemorySegment;

/**
 * Copies to the device in the order of the calls, without waiting for the device: the caller's array is free when a call
 * returns. What is small (learning rate, labels, random state) goes straight to its place in the order of the computing;
 * what is large goes by way of staging memory on the device, so that the next batch crosses the bus while a step computes.
 */
final class Uploads implements AutoCloseable {
    private static final long SMALL = 4096;

    private final SmallUploads small;
    private final LargeUploads large;

    Uploads(CudaContext context) {
        this.small = new SmallUploads(context, SMALL);
        this.large = new LargeUploads(context);
    }

    void write(MemorySegment source, CudaBuffer target) {
        if (source.byteSize() <= SMALL) {
            small.write(source, target);
        } else {
            large.write(source, target);
        }
    }

    /** The device must be idle. */
    @Override
    public void close() {
        small.close();
        large.close();
    }
}
