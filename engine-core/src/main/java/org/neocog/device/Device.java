package org.neocog.device;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.neocog.graph.Node;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.TensorSpec;

/**
 * A machine that runs kernels: the whole boundary between the engine and a backend. Launches, writes and reads of one
 * device take place in the order of the calls. Not for use by several threads at once.
 */
public interface Device extends AutoCloseable {
    /** {@code cpu}, {@code cuda:0}, … */
    String id();

    /**
     * Uninitialised storage.
     *
     * @throws org.neocog.NeocogException if there is not enough memory; the message says what was asked and what is there
     */
    DeviceBuffer allocate(TensorSpec spec);

    /**
     * Storage with a tensor's values. The caller hands the tensor over and may not use it any more: a device whose memory is
     * the host's keeps the array in the place of a copy.
     *
     * @throws org.neocog.NeocogException as {@link #allocate} does
     */
    default DeviceBuffer adopt(HostTensor tensor) {
        DeviceBuffer buffer = allocate(tensor.spec());
        try {
            write(tensor, buffer);
        } catch (RuntimeException | Error e) {
            buffer.close();
            throw e;
        }
        return buffer;
    }

    /** Copies a tensor to the device. The specs' element counts and types must agree; the caller may then reuse the array. */
    void write(HostTensor source, DeviceBuffer target);

    /** Waits for what was launched and copies a tensor to the host. */
    void read(DeviceBuffer source, HostTensor target);

    /** The kernel for a node whose operation is a {@link org.neocog.graph.ComputeOp}. */
    Kernel compile(Node node);

    /**
     * The sets of nodes that this device would rather compute together, with a kernel for each, which reads {@link
     * Fusion#inputs} and writes the result. No node is in two sets, and nothing but the result of a set is read from outside or
     * wanted.
     *
     * @param order every node of a graph that is needed, in an order in which they can run
     * @param outputs those whose values are wanted
     * @throws OutOfDeviceMemoryException if there is not enough memory for what a kernel keeps
     */
    default Map<Fusion, Kernel> fuse(List<Node> order, Collection<Node> outputs) {
        return Map.of();
    }

    /** Waits until everything launched is done. */
    void synchronize();

    /** Whether a launch may return before it is done, so that a read costs a wait and is better done seldom. */
    default boolean asynchronous() {
        return false;
    }

    /**
     * Floating-point operations per second (a multiply-add is two) that the device reaches at best in float32, measured by
     * this call, which may take a second; empty if the device cannot say. The mark that a plan's rate is held against.
     */
    default OptionalDouble measurePeakFlops() {
        return OptionalDouble.empty();
    }

    /** Bytes that buffers of this device hold at present. */
    long allocatedBytes();

    @Override
    void close();
}
