package org.neocog.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.neocog.device.OutOfDeviceMemoryException;
import org.neocog.exec.LargestBatch;
import org.neocog.exec.Plan;
import org.neocog.exec.Planner;
import org.neocog.graph.GraphBuilder;
import org.neocog.graph.Node;
import org.neocog.graph.Scale;
import org.neocog.nn.Mode;
import org.neocog.nn.NetBuilder;
import org.neocog.tensor.TensorSpec;

class LargestBatchTest {
    /** An input and an output of 1024 bytes for each example. */
    private static Plan plan(int batch) {
        GraphBuilder graph = new GraphBuilder();
        graph.output("y", graph.add("y", new Scale(2), graph.input("x", TensorSpec.f32(batch, 256))));
        return Planner.plan(graph.build(), new ReferenceDevice());
    }

    @Test
    void isTheLastThatFits() {
        assertEquals(OptionalInt.of(7), LargestBatch.below(100, 7 * 2048, LargestBatchTest::plan));
        assertEquals(OptionalInt.of(6), LargestBatch.below(100, 7 * 2048 - 1, LargestBatchTest::plan));
    }

    /** Three more inputs of 1024 bytes for each example. */
    @Test
    void leavesRoomForTheInputsOfOtherPlans() {
        assertEquals(OptionalInt.of(7), LargestBatch.below(100, 7 * 5120, LargestBatchTest::plan, 3));
        assertEquals(OptionalInt.of(6), LargestBatch.below(100, 7 * 5120 - 1, LargestBatchTest::plan, 3));
    }

    @Test
    void isBelowTheBatchThatDidNotFit() {
        assertEquals(OptionalInt.of(99), LargestBatch.below(100, 1 << 30, LargestBatchTest::plan));
    }

    @Test
    void aBatchThatIsTooSmallToBeTrainedOnDoesNotFit() {
        assertEquals(OptionalInt.empty(), LargestBatch.below(2, 1 << 30, batch -> {
            GraphBuilder graph = new GraphBuilder();
            Node y = new NetBuilder(graph, Mode.TRAINING).batchNorm("bn", graph.input("x", TensorSpec.f32(batch, 4)));
            graph.output("y", y);
            return Planner.plan(graph.build(), new ReferenceDevice());
        }));
    }

    @Test
    void aBatchForWhoseKernelsThereIsNoMemoryDoesNotFit() {
        assertEquals(OptionalInt.of(20), LargestBatch.below(100, 1 << 30, batch -> {
            if (batch > 20) {
                throw OutOfDeviceMemoryException.refused("reference", batch * 2048L, new OutOfMemoryError());
            }
            return plan(batch);
        }));
    }

    @Test
    void isEmptyIfNotEvenOneExampleFits() {
        assertEquals(OptionalInt.empty(), LargestBatch.below(100, 2047, LargestBatchTest::plan));
        assertEquals(OptionalInt.empty(), LargestBatch.below(1, 1 << 30, LargestBatchTest::plan));
    }
}
