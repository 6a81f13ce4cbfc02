package org.neocog.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;

/** Checkpoints whose every number follows from one, so that a mixture of two would show. */
final class Samples {
    private Samples() {}

    /** @param variant another variant of the same step has other weights */
    static Checkpoint checkpoint(long step, int variant) {
        float[] weights = new float[15];
        float[] velocity = new float[15];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = step * 31 + variant * 7 + i * 0.1f;
            velocity[i] = -weights[i];
        }
        Map<String, HostTensor> tensors = new LinkedHashMap<>();
        tensors.put("conv1.weight", HostTensor.of(Shape.of(3, 5), weights));
        tensors.put(Checkpoint.optimizerSlot("conv1.weight", "velocity"), HostTensor.of(Shape.of(3, 5), velocity));
        tensors.put("steps", HostTensor.of(Shape.scalar(), new int[] {(int) step}));
        JsonObject state = new JsonObject();
        state.addProperty("step", step);
        state.addProperty("variant", variant);
        return new Checkpoint(tensors, state);
    }

    static void assertSame(Checkpoint expected, Checkpoint actual) {
        assertEquals(expected.state(), actual.state());
        assertEquals(List.copyOf(expected.tensors().keySet()), List.copyOf(actual.tensors().keySet()));
        expected.tensors().forEach((name, tensor) -> {
            HostTensor read = actual.tensors().get(name);
            assertEquals(tensor.spec(), read.spec(), name);
            switch (tensor.spec().dtype()) {
                case F32 -> assertArrayEquals(tensor.floats(), read.floats(), name);
                case I32 -> assertArrayEquals(tensor.ints(), read.ints(), name);
            }
        });
    }

    static List<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
