package org.neocog.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.neocog.graph.AdadeltaUpdate;
import org.neocog.graph.AdamUpdate;
import org.neocog.graph.OptimizerUpdate;
import org.neocog.graph.RmsPropUpdate;
import org.neocog.graph.SgdUpdate;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;

/** Seven steps of each optimizer, with a falling learning rate, as torch.optim takes them. */
final class GoldenUpdateCases {
    private static final float DECAY = 0.05f;

    private static final Map<String, OptimizerUpdate> OPTIMIZERS = Map.ofEntries(
            Map.entry("sgd", new SgdUpdate(0, false, 0)),
            Map.entry("sgd-decay", new SgdUpdate(0, false, DECAY)),
            Map.entry("momentum", new SgdUpdate(0.9f, false, 0)),
            Map.entry("momentum-decay", new SgdUpdate(0.9f, false, DECAY)),
            Map.entry("nesterov", new SgdUpdate(0.9f, true, 0)),
            Map.entry("nesterov-decay", new SgdUpdate(0.9f, true, DECAY)),
            Map.entry("rmsprop", new RmsPropUpdate(0.99f, 1e-8f, 0)),
            Map.entry("rmsprop-decay", new RmsPropUpdate(0.99f, 1e-8f, DECAY)),
            Map.entry("adam", new AdamUpdate(0.9f, 0.999f, 1e-8f, 0, false)),
            Map.entry("adam-decay", new AdamUpdate(0.9f, 0.999f, 1e-8f, DECAY, false)),
            Map.entry("adamw", new AdamUpdate(0.9f, 0.999f, 1e-8f, DECAY, true)),
            Map.entry("adadelta", new AdadeltaUpdate(0.9f, 1e-6f, 0)),
            Map.entry("adadelta-decay", new AdadeltaUpdate(0.9f, 1e-6f, DECAY)));

    private GoldenUpdateCases() {}

    static List<OpCase> all() {
        GoldenFile file = GoldenFile.load("optimizer");
        return file.cases().stream().map(name -> trajectory(file, name)).toList();
    }

    private static OpCase trajectory(GoldenFile file, String name) {
        OptimizerUpdate op = OPTIMIZERS.get(name);
        HostTensor start = file.tensor(name, "start");
        HostTensor rates = file.tensor(name, "rates");
        HostTensor gradients = file.tensor(name, "gradients");
        HostTensor after = file.tensor(name, "after");
        List<HostTensor> inputs = new ArrayList<>(List.of(start, row(gradients, 0)));
        for (int slot = 0; slot < op.slots(); slot++) {
            inputs.add(HostTensor.zeros(start.spec()));
        }
        int rate = inputs.size();
        inputs.add(HostTensor.scalar(0));
        inputs.add(Tensors.step(0));
        List<Golden.Launch> launches = new ArrayList<>();
        for (int step = 0; step < rates.floats().length; step++) {
            launches.add(new Golden.Launch(
                    Map.of(
                            1, row(gradients, step),
                            rate, HostTensor.scalar(rates.floats()[step]),
                            rate + 1, Tensors.step(step + 1)),
                    row(after, step)));
        }
        return OpCase.golden("pytorch-" + name, op, Tolerances.ELEMENTWISE, inputs, new Golden(launches));
    }

    private static HostTensor row(HostTensor matrix, int index) {
        int width = matrix.shape().dim(1);
        float[] row = Arrays.copyOfRange(matrix.floats(), index * width, (index + 1) * width);
        return HostTensor.of(Shape.of(width), row);
    }
}
