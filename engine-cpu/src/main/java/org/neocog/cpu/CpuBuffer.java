package org.neocog.cpu;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;
import org.neocog.device.DeviceBuffer;
import org.neocog.tensor.DType;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.TensorSpec;

/** A stretch of a plain Java array: {@code float[]} for f32, {@code int[]} for i32. */
final class CpuBuffer implements DeviceBuffer {
    private static final float[] NO_FLOATS = {};
    private static final int[] NO_INTS = {};
    /**
     * Floats before the first of a large buffer. G1 places an array of half a region or more at the beginning of a region, so that
     * behind its header of 16 bytes these end with a cache line: vectors of 64 bytes then lie in one line each, not in two.
     */
    private static final int BEFORE = 12;
    /** Half of the regions that the {@code neocog} command asks for; the JVM's own are no smaller. */
    private static final int LARGE_BYTES = 1 << 19;

    private final TensorSpec spec;
    private final int offset;
    private final CpuBuffer owner;
    private final AtomicLong allocated;
    private float[] floats;
    private int[] ints;
    private MemorySegment segment;
    private boolean closed;
    private long version;

    /** Storage of its own, counted in {@code allocated} until it is closed. */
    CpuBuffer(TensorSpec spec, AtomicLong allocated) {
        this.spec = spec;
        this.offset = before(spec);
        this.owner = this;
        this.allocated = allocated;
        this.floats = spec.dtype() == DType.F32 ? new float[Math.addExact(offset, spec.elements())] : NO_FLOATS;
        this.ints = spec.dtype() == DType.I32 ? new int[spec.elements()] : NO_INTS;
        allocated.addAndGet(spec.bytes());
    }

    private static int before(TensorSpec spec) {
        boolean large = spec.bytes() >= LARGE_BYTES && spec.elements() < Integer.MAX_VALUE - 64;
        return spec.dtype() == DType.F32 && large ? BEFORE : 0;
    }

    /** The tensor's own array, counted in {@code allocated} until it is closed. */
    CpuBuffer(HostTensor tensor, AtomicLong allocated) {
        this.spec = tensor.spec();
        this.offset = 0;
        this.owner = this;
        this.allocated = allocated;
        this.floats = spec.dtype() == DType.F32 ? tensor.floats() : NO_FLOATS;
        this.ints = spec.dtype() == DType.I32 ? tensor.ints() : NO_INTS;
        allocated.addAndGet(spec.bytes());
    }

    private CpuBuffer(TensorSpec spec, int offset, CpuBuffer owner) {
        this.spec = spec;
        this.offset = offset;
        this.owner = owner;
        this.allocated = owner.allocated;
        this.floats = owner.floats;
        this.ints = owner.ints;
    }

    @Override
    public TensorSpec spec() {
        return spec;
    }

    int elements() {
        return spec.elements();
    }

    /** The array that holds the elements from {@link #offset} on; of other buffers as well. */
    float[] floats() {
        if (owner.closed) {
            throw new IllegalStateException("the buffer is closed");
        }
        return floats;
    }

    /** All of {@link #floats}, for native code. */
    MemorySegment segment() {
        float[] all = floats();
        if (segment == null) {
            segment = MemorySegment.ofArray(all);
        }
        return segment;
    }

    int[] ints() {
        if (owner.closed) {
            throw new IllegalStateException("the buffer is closed");
        }
        return ints;
    }

    int offset() {
        return offset;
    }

    /** Says that elements have been written, of this buffer or of another part of the same storage. */
    void written() {
        owner.version++;
    }

    /** Grows with each write to the storage. */
    long version() {
        return owner.version;
    }

    /** The same for all parts of one storage. */
    Object identity() {
        return owner;
    }

    /** The one element of a scalar. */
    float scalar() {
        return floats()[offset];
    }

    @Override
    public DeviceBuffer slice(long byteOffset, TensorSpec part) {
        if (owner.closed) {
            throw new IllegalStateException("the buffer is closed");
        }
        if (part.dtype() != spec.dtype()) {
            throw new IllegalArgumentException("a slice of " + spec + " cannot be " + part);
        }
        if (byteOffset < 0 || byteOffset % 64 != 0 || byteOffset + part.bytes() > spec.bytes()) {
            throw new IndexOutOfBoundsException(
                    "a slice of " + part.bytes() + " bytes at " + byteOffset + " does not lie in " + spec.bytes() + " bytes");
        }
        return new CpuBuffer(part, offset + (int) (byteOffset / part.dtype().bytes()), owner);
    }

    @Override
    public void close() {
        if (owner == this && !closed) {
            closed = true;
            floats = NO_FLOATS;
            segment = null;
            ints = NO_INTS;
            allocated.addAndGet(-spec.bytes());
        }
    }
}
