package org.neocog.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code summary}, {@code devices}, {@code bench} and {@code check}. */
class InspectCommandsTest {
    @Test
    void summaryCountsTheMlpOfTheLecture() {
        JsonObject json = Cli.run("summary", "--model", "mlp-cifar", "--batch", 1, "--json").json().getAsJsonObject();
        assertEquals(
                List.of("model", "input", "batch", "parameters", "multiplyAdds", "layers", "peakBytesInference",
                        "peakBytesTraining"),
                List.copyOf(json.keySet()));
        assertEquals(1_347_010, json.get("parameters").getAsLong());
        assertEquals("[3,32,32]", json.get("input").toString());
    }

    @Test
    void summaryShowsEachLayer() {
        JsonObject json = Cli.run("summary", "--model", "mnist-cnn", "--json").json().getAsJsonObject();
        JsonObject conv2 = json.getAsJsonArray("layers").asList().stream()
                .map(JsonElement::getAsJsonObject)
                .filter(layer -> layer.get("name").getAsString().equals("conv2"))
                .findFirst()
                .orElseThrow();
        assertEquals(
                List.of("name", "op", "output", "parameters", "multiplyAdds", "receptiveField"),
                List.copyOf(conv2.keySet()));
        assertEquals("[64,14,14]", conv2.get("output").toString());
        assertEquals(64 * (32 * 25 + 1), conv2.get("parameters").getAsLong());
        assertEquals(64L * 14 * 14 * 32 * 25, conv2.get("multiplyAdds").getAsLong());
        assertEquals("[14,14]", conv2.get("receptiveField").toString());
    }

    @Test
    void trainingTakesMoreMemoryThanPredictingAndBothGrowWithTheBatch() {
        JsonObject one = Cli.run("summary", "--model", "lenet5", "--batch", 1, "--json").json().getAsJsonObject();
        JsonObject many = Cli.run("summary", "--model", "lenet5", "--batch", 64, "--json").json().getAsJsonObject();
        for (JsonObject json : List.of(one, many)) {
            assertTrue(json.get("peakBytesTraining").getAsLong() > json.get("peakBytesInference").getAsLong());
            assertTrue(json.get("peakBytesInference").getAsLong() > 4 * json.get("parameters").getAsLong());
        }
        assertTrue(many.get("peakBytesInference").getAsLong() > one.get("peakBytesInference").getAsLong());
        assertTrue(many.get("peakBytesTraining").getAsLong() > one.get("peakBytesTraining").getAsLong());
    }

    /** The paper's batch takes more than one array can hold; that is no reason not to count. */
    @Test
    void summaryCountsWhatTakesMoreMemoryThanThereIs() {
        JsonObject json = Cli.run("summary", "--model", "vgg16", "--json").json().getAsJsonObject();
        assertEquals(256, json.get("batch").getAsInt());
        assertEquals(138_357_544, json.get("parameters").getAsLong());
        assertTrue(json.get("peakBytesTraining").getAsLong() > 1L << 33);
    }

    @Test
    void networksOfPixelsAreShownAndTimed() {
        String out = Cli.run("summary", "--model", "unet").succeeded().out();
        assertTrue(out.contains("2x512x512") && out.contains("31,030,658"), out);
        JsonObject json = Cli.run(
                        "bench", "--model", "unet", "--input", "1x16x16", "--batch", 1, "--seconds", 0.01, "--json")
                .json()
                .getAsJsonObject();
        assertEquals("unet", json.get("model").getAsString());
    }

    @Test
    void summaryTakesAnotherNumberOfClasses() {
        JsonObject json = Cli.run("summary", "--model", "softmax", "--classes", 7, "--json").json().getAsJsonObject();
        assertEquals(785 * 7, json.get("parameters").getAsLong());
    }

    @Test
    void summaryTakesAnotherInputShape() {
        String out = Cli.run("summary", "--model", "softmax", "--input", "3x32x32").succeeded().out();
        assertTrue(out.startsWith("softmax, input 3x32x32\n"), out);
        assertTrue(out.contains("30,730"), out);
    }

    @Test
    void devicesTellsOfTheCpuAndWhyThereIsNoGpu() {
        JsonArray devices = Cli.run("devices", "--json").json().getAsJsonArray();
        assertEquals(2, devices.size());
        for (JsonElement device : devices) {
            assertEquals(
                    List.of("id", "name", "available", "reason", "details"),
                    List.copyOf(device.getAsJsonObject().keySet()));
        }
        JsonObject cpu = devices.get(0).getAsJsonObject();
        assertEquals("cpu", cpu.get("id").getAsString());
        assertTrue(cpu.get("available").getAsBoolean());
        assertTrue(cpu.getAsJsonObject("details").has("gemm"));
        JsonObject cuda = devices.get(1).getAsJsonObject();
        assertEquals("cuda", cuda.get("id").getAsString());
        assertFalse(cuda.get("available").getAsBoolean());
        assertFalse(cuda.get("reason").getAsString().isEmpty());
        String out = Cli.run("devices").succeeded().out();
        assertTrue(out.startsWith("cpu  "), out);
        assertTrue(out.contains("\ncuda  NVIDIA GPU  (not available)\n  reason  "), out);
    }

    @Test
    void benchMeasuresTrainingAndProfilesEachStep() {
        JsonObject json = Cli.run("bench", "--model", "softmax", "--batch", 10, "--mode", "train", "--seconds", 0.05,
                        "--profile", "--json")
                .json()
                .getAsJsonObject();
        assertEquals(
                List.of("model", "mode", "device", "batch", "steps", "seconds", "imagesPerSecond", "msPerStepMedian",
                        "msPerStepP10", "msPerStepP90", "gflops", "peakGflops", "peakFraction", "profile"),
                List.copyOf(json.keySet()));
        assertEquals(
                10 * json.get("steps").getAsInt() / json.get("seconds").getAsDouble(),
                json.get("imagesPerSecond").getAsDouble(),
                1e-6 * json.get("imagesPerSecond").getAsDouble());
        assertTrue(json.get("msPerStepP10").getAsDouble() <= json.get("msPerStepMedian").getAsDouble());
        assertTrue(json.get("msPerStepMedian").getAsDouble() <= json.get("msPerStepP90").getAsDouble());
        assertEquals(
                json.get("gflops").getAsDouble() / json.get("peakGflops").getAsDouble(),
                json.get("peakFraction").getAsDouble(),
                1e-9);
        double share = 0;
        for (JsonElement row : json.getAsJsonArray("profile")) {
            assertEquals(
                    List.of("step", "op", "method", "output", "ms", "share", "gflops", "gigabytesPerSecond"),
                    List.copyOf(row.getAsJsonObject().keySet()));
            share += row.getAsJsonObject().get("share").getAsDouble();
        }
        assertEquals(1, share, 1e-9);
    }

    @Test
    void benchMeasuresPrediction() {
        String out = Cli.run("bench", "--model", "softmax", "--batch", 4, "--mode", "infer", "--seconds", 0.05)
                .succeeded()
                .out();
        assertTrue(out.startsWith("model        softmax, infer, batch 4, on cpu\nimages/s     "), out);
        assertTrue(out.contains("% of the peak of "), out);
    }

    @Test
    void checkGivesACaseForEachCheckAndTheTotals() {
        JsonObject json = Cli.run("check", "--op", "Relu", "--json").json().getAsJsonObject();
        assertEquals(List.of("cases", "passed", "failed", "skipped"), List.copyOf(json.keySet()));
        JsonArray cases = json.getAsJsonArray("cases");
        for (JsonElement one : cases) {
            assertEquals(
                    List.of("op", "case", "check", "error", "tolerance", "passed", "skipped", "reason"),
                    List.copyOf(one.getAsJsonObject().keySet()));
            assertEquals("Relu", one.getAsJsonObject().get("op").getAsString());
        }
        assertEquals(0, json.get("failed").getAsInt());
        assertTrue(json.get("passed").getAsInt() > 0);
        assertEquals(cases.size(), json.get("passed").getAsInt() + json.get("skipped").getAsInt());
    }
}
