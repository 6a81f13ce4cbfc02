package org.neocog.train;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.neocog.device.Device;
import org.neocog.device.DeviceBuffer;
import org.neocog.device.Kernel;
import org.neocog.graph.Node;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.TensorSpec;

/**
 * A device that notes whether it was closed, lets its user act before each read and write, and refuses a second thread. It
 * may say of itself that reads cost a wait.
 */
final class WatchedDevice implements Device {
    private final Device device;
    private final Runnable beforeRead;
    private final Consumer<HostTensor> beforeWrite;
    private final boolean asynchronous;
    private final AtomicInteger inside = new AtomicInteger();
    private volatile boolean closed;

    WatchedDevice(Device device, Runnable beforeRead) {
        this(device, beforeRead, _ -> {}, false);
    }

    WatchedDevice(Device device, Runnable beforeRead, Consumer<HostTensor> beforeWrite, boolean asynchronous) {
        this.device = device;
        this.beforeRead = beforeRead;
        this.beforeWrite = beforeWrite;
        this.asynchronous = asynchronous;
    }

    boolean closed() {
        return closed;
    }

    @Override
    public String id() {
        return device.id();
    }

    @Override
    public DeviceBuffer allocate(TensorSpec spec) {
        return device.allocate(spec);
    }

    @Override
    public void write(HostTensor source, DeviceBuffer target) {
        alone(() -> {
            beforeWrite.accept(source);
            device.write(source, target);
        });
    }

    @Override
    public void read(DeviceBuffer source, HostTensor target) {
        alone(() -> {
            beforeRead.run();
            device.read(source, target);
        });
    }

    @Override
    public Kernel compile(Node node) {
        return device.compile(node);
    }

    @Override
    public void synchronize() {
        device.synchronize();
    }

    @Override
    public boolean asynchronous() {
        return asynchronous;
    }

    @Override
    public long allocatedBytes() {
        return device.allocatedBytes();
    }

    @Override
    public void close() {
        closed = true;
        device.close();
    }

    private void alone(Runnable action) {
        if (inside.incrementAndGet() != 1) {
            throw new IllegalStateException("two threads are on the device at once");
        }
        action.run();
        inside.decrementAndGet();
    }
}
