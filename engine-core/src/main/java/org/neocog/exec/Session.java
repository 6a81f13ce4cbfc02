package org.neocog.exec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.neocog.device.Device;
import org.neocog.device.DeviceBuffer;
import org.neocog.device.OutOfDeviceMemoryException;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.TensorSpec;

/**
 * What the plans of one network share on a device: the variables, and one arena as large as the largest plan needs, since
 * only one of them runs at a time. Owns that storage; does not own the device. Not for use by several threads at once.
 */
public final class Session implements AutoCloseable {
    private final Device device;
    private final SequencedMap<String, DeviceBuffer> variables = new LinkedHashMap<>();
    private final List<Executor> executors = new ArrayList<>();
    private final ArenaStorage arena;
    private boolean closed;

    public Session(Device device) {
        this.device = device;
        this.arena = new ArenaStorage(device);
    }

    public Device device() {
        return device;
    }

    /** Gives a variable its value; allocates it the first time. */
    public void set(String name, HostTensor value) {
        checkOpen();
        DeviceBuffer buffer = variables.get(name);
        if (buffer == null) {
            buffer = device.allocate(value.spec());
            variables.put(name, buffer);
        } else if (!buffer.spec().equals(value.spec())) {
            throw new IllegalArgumentException("variable " + name + " is " + buffer.spec() + ", not " + value.spec());
        }
        device.write(value, buffer);
    }

    /**
     * Gives a variable its first value. The tensor is handed over and may not be used any more, nor be given to another
     * variable, which saves a device in the host's memory a copy.
     *
     * @throws IllegalStateException if the variable has a value
     */
    public void adopt(String name, HostTensor value) {
        checkOpen();
        if (variables.containsKey(name)) {
            throw new IllegalStateException("variable " + name + " has a value, and can only be set to another");
        }
        variables.put(name, device.adopt(value));
    }

    /** A copy of a variable's value. */
    public HostTensor get(String name) {
        HostTensor value = HostTensor.zeros(variable(name).spec());
        device.read(variable(name), value);
        return value;
    }

    /** The variables' names and specs in the order in which they were first set. */
    public SequencedMap<String, TensorSpec> variables() {
        SequencedMap<String, TensorSpec> specs = new LinkedHashMap<>();
        variables.forEach((name, buffer) -> specs.put(name, buffer.spec()));
        return Collections.unmodifiableSequencedMap(specs);
    }

    /**
     * Makes a plan ready to run: allocates its inputs, and a larger arena if it needs one (then outputs of other plans
     * that were not yet fetched are lost).
     *
     * @throws IllegalStateException if a variable of the plan has no value yet
     * @throws OutOfDeviceMemoryException if the device has not enough memory; the message says what the plan needs
     */
    public Executor executor(Plan plan) {
        checkOpen();
        try {
            return allocated(plan);
        } catch (OutOfDeviceMemoryException e) {
            PlanMemory memory = plan.memory();
            throw e.because("the plan needs " + OutOfDeviceMemoryException.mebibytes(memory.peak()) + " in all ("
                    + OutOfDeviceMemoryException.mebibytes(memory.variables()) + " for variables, "
                    + OutOfDeviceMemoryException.mebibytes(memory.inputs()) + " for inputs, "
                    + OutOfDeviceMemoryException.mebibytes(memory.arena() + memory.kernels()) + " for everything between)");
        }
    }

    private Executor allocated(Plan plan) {
        for (Map.Entry<String, TensorSpec> wanted : plan.variables().entrySet()) {
            TensorSpec found = variable(wanted.getKey()).spec();
            if (!found.equals(wanted.getValue())) {
                throw new IllegalStateException(
                        "variable " + wanted.getKey() + " is " + found + ", but the plan needs " + wanted.getValue());
            }
        }
        if (plan.memory().arena() > arena.bytes()) {
            executors.forEach(Executor::unbind);
            arena.enlarge(plan.memory().arena());
        }
        Executor executor = new Executor(this, plan);
        executors.add(executor);
        return executor;
    }

    DeviceBuffer variable(String name) {
        checkOpen();
        DeviceBuffer buffer = variables.get(name);
        if (buffer == null) {
            throw new IllegalStateException("variable " + name + " has no value");
        }
        return buffer;
    }

    ArenaStorage arena() {
        return arena;
    }

    void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the session is closed");
        }
    }

    /** Gives back every buffer; the executors cannot run any more. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            executors.forEach(Executor::release);
            variables.values().forEach(DeviceBuffer::close);
            arena.close();
        }
    }
}
