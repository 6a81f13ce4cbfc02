package org.neocog.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.neocog.NeocogException;
import org.neocog.device.Device;
import org.neocog.exec.Executor;
import org.neocog.exec.Planner;
import org.neocog.exec.Session;
import org.neocog.exec.ValidatingObserver;
import org.neocog.graph.Graph;
import org.neocog.graph.GraphBuilder;
import org.neocog.graph.Node;
import org.neocog.graph.Relu;
import org.neocog.graph.Scale;
import org.neocog.graph.SgdUpdate;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

class ValidatingObserverTest {
    private static final TensorSpec VECTOR = TensorSpec.f32(4);

    /** double = 2 · x; positive = relu(double); and a step of gradient descent with momentum along it. */
    private static Graph graph() {
        GraphBuilder graph = new GraphBuilder();
        Node twice = graph.add("double", new Scale(2), graph.input("x", VECTOR));
        Node positive = graph.add("positive", new Relu(), twice);
        Node update = graph.add("step", new SgdUpdate(0.5f, false, 0), graph.variable("w", VECTOR), positive,
                graph.variable("v", VECTOR), graph.input("rate", TensorSpec.f32()), graph.input("number", TensorSpec.i32()));
        graph.output("update", update);
        return graph.build();
    }

    private static void run(Device device, Device reference) {
        try (Session session = new Session(device);
                ValidatingObserver observer = new ValidatingObserver(device, reference, 1e-5)) {
            session.set("w", HostTensor.of(Shape.of(4), new float[] {1, 2, 3, 4}));
            session.set("v", HostTensor.of(Shape.of(4), new float[] {4, 3, 2, 1}));
            Executor executor = session.executor(Planner.plan(graph(), device));
            executor.feed("x", HostTensor.of(Shape.of(4), new float[] {1, -1, 2, Float.NaN}));
            executor.feed("rate", HostTensor.scalar(0.1f));
            executor.feed("number", HostTensor.of(Shape.scalar(), new int[] {1}));
            executor.run(observer);
        }
    }

    @Test
    void acceptsADeviceThatAgreesNaNIncludedAndKeepsNothing() {
        ReferenceDevice reference = new ReferenceDevice();
        run(new ReferenceDevice(), reference);
        assertEquals(0, reference.allocatedBytes());
    }

    @Test
    void namesTheFirstNodeThatDiffers() {
        Device wrong = new FaultyDevice((device, right, inputs, output) -> {
            right.launch(inputs, output, output);
            FaultyDevice.poke(output, 2, FaultyDevice.peek(output, 2) + 1e-3f);
        });
        NeocogException e = assertThrows(NeocogException.class, () -> run(wrong, new ReferenceDevice()));
        assertTrue(e.getMessage().startsWith("validation failed at double = Scale(x) : 4:f32: element 2 of its output is 4.001"),
                e.getMessage());
    }

    @Test
    void seesAWrongSlotOfAnUpdate() {
        Device wrong = new FaultyDevice((device, right, inputs, output) -> {
            right.launch(inputs, output, output);
            if (inputs.size() == 5) {
                FaultyDevice.poke(inputs.get(2), 0, 7);
            }
        });
        NeocogException e = assertThrows(NeocogException.class, () -> run(wrong, new ReferenceDevice()));
        assertTrue(e.getMessage().contains("element 0 of its v is 7.0"), e.getMessage());
    }
}
