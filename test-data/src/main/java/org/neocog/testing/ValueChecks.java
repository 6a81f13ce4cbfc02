package org.neocog.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.neocog.device.Device;
import org.neocog.graph.UpdateOp;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;

/** Checks of what an operation computes. */
final class ValueChecks {
    private ValueChecks() {}

    /** The shape rule against the reference's own count of windows and against the golden file. */
    static Finding shape(Device device, OpCase opCase) {
        Shape inferred = opCase.op().infer(opCase.inputSpecs()).shape();
        List<HostTensor> data = opCase.data();
        Shape counted = Reference.evaluate(opCase.op(), data.stream().map(DoubleTensor::of).toList())
                .getFirst()
                .shape();
        if (!inferred.equals(counted)) {
            return Finding.exact(1, "the shape rule says " + inferred + ", but there are " + counted);
        }
        for (Golden.Launch launch : opCase.golden().map(Golden::launches).orElse(List.of())) {
            if (!launch.output().shape().equals(inferred)) {
                return Finding.exact(1, "the shape rule says " + inferred + ", the golden file " + launch.output().shape());
            }
        }
        int elements = GuardedLaunch.of(device, opCase.op(), data).output().length;
        return Finding.exact(elements == inferred.elements() ? 0 : 1, "the device gave " + elements + " elements");
    }

    static Finding golden(Device device, OpCase opCase) {
        List<HostTensor> inputs = new ArrayList<>(opCase.data());
        double worst = 0;
        String reason = "";
        List<Golden.Launch> launches = opCase.golden().orElseThrow().launches();
        for (int i = 0; i < launches.size(); i++) {
            for (Map.Entry<Integer, HostTensor> input : launches.get(i).inputs().entrySet()) {
                inputs.set(input.getKey(), input.getValue());
            }
            GuardedLaunch launch = GuardedLaunch.of(device, opCase.op(), inputs);
            double error = Errors.relative(launch.output(), launches.get(i).output().floats());
            if (error > worst) {
                worst = error;
                reason = "launch " + (i + 1) + " of " + launches.size() + " is not what is expected";
            }
            if (opCase.op() instanceof UpdateOp update) {
                inputs.set(0, HostTensor.of(inputs.get(0).shape(), launch.output()));
                for (int slot = 0; slot < launch.slots().size(); slot++) {
                    int input = update.writtenInputs().get(1 + slot);
                    inputs.set(input, HostTensor.of(inputs.get(input).shape(), launch.slots().get(slot)));
                }
            }
        }
        return new Finding(worst, opCase.tolerance(), reason);
    }

    static Finding reference(Device device, OpCase opCase) {
        List<HostTensor> data = opCase.data();
        List<DoubleTensor> wanted =
                Reference.evaluate(opCase.op(), data.stream().map(DoubleTensor::of).toList());
        GuardedLaunch launch = GuardedLaunch.of(device, opCase.op(), data);
        double worst = Errors.relative(launch.output(), wanted.getFirst().data());
        String reason = "the output is not what the plain loops give";
        for (int slot = 0; slot < launch.slots().size(); slot++) {
            double error = Errors.relative(launch.slots().get(slot), wanted.get(1 + slot).data());
            if (error > worst) {
                worst = error;
                reason = "slot " + slot + " is not what the plain loops give";
            }
        }
        return new Finding(worst, opCase.tolerance(), reason);
    }
}
