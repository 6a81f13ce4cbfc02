package org.neocog.device;

import org.neocog.NeocogException;

/** A device has not enough memory for a buffer. */
public final class OutOfDeviceMemoryException extends NeocogException {
    private static final long MEBIBYTE = 1 << 20;

    private final long free;

    /**
     * @param device the device's id
     * @param requested bytes that were asked for
     * @param free bytes that are free
     */
    public OutOfDeviceMemoryException(String device, long requested, long free, Throwable cause) {
        this("out of memory on " + device + ": " + mebibytes(requested) + " were asked for and " + mebibytes(free)
                + " are free", free, cause);
    }

    /** As above where nobody knows how much is free: the system that was asked refused. */
    public static OutOfDeviceMemoryException refused(String device, long requested, Throwable cause) {
        return new OutOfDeviceMemoryException(
                "out of memory on " + device + ": " + mebibytes(requested) + " were asked for, which the system refused", 0, cause);
    }

    private OutOfDeviceMemoryException(String message, long free, Throwable cause) {
        super(message, cause);
        this.free = free;
    }

    /** Bytes that were free; 0 if that is not known. */
    public long free() {
        return free;
    }

    /** The same after some of what was held has been given back. */
    public OutOfDeviceMemoryException after(long givenBack) {
        return new OutOfDeviceMemoryException(getMessage(), free + givenBack, this);
    }

    /** The same with more of what the user should know. */
    public OutOfDeviceMemoryException because(String more) {
        return new OutOfDeviceMemoryException(getMessage() + "; " + more, free, this);
    }

    /** Bytes in whole MiB, rounded up, as messages show them. */
    public static String mebibytes(long bytes) {
        return (bytes + MEBIBYTE - 1) / MEBIBYTE + " MiB";
    }
}
