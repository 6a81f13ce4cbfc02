package org.neocog.exec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.neocog.device.Device;
import org.neocog.device.DeviceBuffer;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.TensorSpec;

/** Runs a plan: feed the inputs, run, fetch the outputs. The only loop over steps that there is, on every device. */
public final class Executor {
    private final Session session;
    private final Device device;
    private final Plan plan;
    private final Map<String, DeviceBuffer> inputs = new HashMap<>();
    private List<BoundStep> steps = List.of();

    Executor(Session session, Plan plan) {
        this.session = session;
        this.device = session.device();
        this.plan = plan;
        try {
            plan.inputs().forEach((name, spec) -> inputs.put(name, device.allocate(spec)));
        } catch (RuntimeException e) {
            inputs.values().forEach(DeviceBuffer::close);
            throw e;
        }
    }

    public Plan plan() {
        return plan;
    }

    /** Copies a value to an input; it stays for the runs to come. An input that the plan leaves out is ignored. */
    public void feed(String name, HostTensor value) {
        session.checkOpen();
        DeviceBuffer buffer = inputs.get(name);
        if (buffer != null) {
            if (!buffer.spec().equals(value.spec())) {
                throw new IllegalArgumentException("input " + name + " is " + buffer.spec() + ", not " + value.spec());
            }
            device.write(value, buffer);
        }
    }

    public void run() {
        for (BoundStep step : bound()) {
            step.launch();
        }
    }

    /** As {@link #run()}, but one step at a time. */
    public void run(StepObserver observer) {
        device.synchronize();
        for (BoundStep step : bound()) {
            observer.before(step);
            long start = System.nanoTime();
            step.launch();
            device.synchronize();
            observer.after(step, System.nanoTime() - start);
        }
    }

    /** Waits for the run and copies an output into {@code target}. */
    public void fetch(String output, HostTensor target) {
        device.read(buffer(wanted(output)), target);
    }

    /** A copy of an output. */
    public HostTensor fetch(String output) {
        HostTensor target = HostTensor.zeros(wanted(output).spec());
        fetch(output, target);
        return target;
    }

    /** Forgets the arena, which is about to be replaced. */
    void unbind() {
        steps = List.of();
    }

    void release() {
        unbind();
        inputs.values().forEach(DeviceBuffer::close);
    }

    private Location wanted(String output) {
        Location location = plan.outputs().get(output);
        if (location == null) {
            throw new IllegalArgumentException("the plan has no output " + output + ", only " + plan.outputs().keySet());
        }
        return location;
    }

    private List<BoundStep> bound() {
        session.checkOpen();
        if (steps.isEmpty()) {
            List<BoundStep> bound = new ArrayList<>(plan.steps().size());
            for (Step step : plan.steps()) {
                DeviceBuffer output = buffer(step.output());
                long scratch = step.kernel().workspaceBytes();
                DeviceBuffer workspace = scratch == 0
                        ? output
                        : session.arena().slice(step.workspaceOffset(),
                                TensorSpec.f32(Math.toIntExact((scratch + Float.BYTES - 1) / Float.BYTES)));
                bound.add(new BoundStep(step, step.inputs().stream().map(this::buffer).toList(), output, workspace));
            }
            steps = List.copyOf(bound);
        }
        return steps;
    }

    private DeviceBuffer buffer(Location location) {
        session.checkOpen();
        return switch (location) {
            case Location.Arena(TensorSpec spec, long offset) -> session.arena().slice(offset, spec);
            case Location.Fed(TensorSpec spec, String name) -> inputs.get(name).slice(0, spec);
            case Location.Kept(TensorSpec spec, String name) -> session.variable(name).slice(0, spec);
        };
    }
}
