package org.neocog.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.neocog.random.RandomGolden;
import org.neocog.random.RandomStream;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

final class InitializerTest {
    private static final RandomStream STREAM = RandomStream.named(42, "conv1.weight");

    @Test
    void fansFollowPyTorch() {
        assertEquals(new Fans(400, 3072), Fans.of(Shape.of(3072, 400)));
        assertEquals(new Fans(75, 100), Fans.of(Shape.of(4, 3, 5, 5)));
        assertEquals(new Fans(14, 35), Fans.of(Shape.of(5, 2, 7)));
        assertEquals(new Fans(9, 288), Fans.of(Shape.of(32, 1, 3, 3)));
    }

    @Test
    void vectorsHaveNoFans() {
        for (Initializer initializer : List.of(
                new Initializer.He(FanMode.FAN_IN), new Initializer.HeUniform(FanMode.FAN_OUT),
                new Initializer.XavierNormal(), new Initializer.XavierUniform())) {
            String message = assertThrows(
                            IllegalArgumentException.class, () -> initializer.initialize(Shape.of(10), STREAM))
                    .getMessage();
            assertTrue(message.startsWith("weights of shape 10 have no fan-in"), message);
        }
    }

    @Test
    void theFirstNumbersAreThoseOfASecondImplementation() {
        JsonObject golden = RandomGolden.load();
        RandomStream stream = RandomStream.named(golden.get("seed").getAsLong(), golden.get("name").getAsString());
        Map<String, Initializer> initializers = Map.of(
                "he fan-in", new Initializer.He(FanMode.FAN_IN),
                "he fan-out", new Initializer.He(FanMode.FAN_OUT),
                "he uniform", new Initializer.HeUniform(FanMode.FAN_IN),
                "xavier normal", new Initializer.XavierNormal(),
                "xavier uniform", new Initializer.XavierUniform());
        assertEquals(golden.getAsJsonObject("initializers").keySet(), initializers.keySet());
        initializers.forEach((name, initializer) -> {
            float[] expected = RandomGolden.floats(golden.getAsJsonObject("initializers").get(name));
            HostTensor tensor = initializer.initialize(Shape.of(4, 3, 5, 5), stream);
            assertEquals(TensorSpec.f32(4, 3, 5, 5), tensor.spec());
            for (int i = 0; i < expected.length; i++) {
                assertEquals(expected[i], tensor.floats()[i], Math.ulp(expected[i]), name + ", element " + i);
            }
        });
    }

    /** Conv weights [64, 32, 5, 5]: fan-in 800, fan-out 1600, n = 51200. */
    @Test
    void theSpreadIsThatOfTheFormula() {
        Shape shape = Shape.of(64, 32, 5, 5);
        assertNormal(Math.sqrt(2 / 800.0), new Initializer.He(FanMode.FAN_IN).initialize(shape, STREAM));
        assertNormal(Math.sqrt(2 / 1600.0), new Initializer.He(FanMode.FAN_OUT).initialize(shape, STREAM));
        assertNormal(Math.sqrt(2 / 2400.0), new Initializer.XavierNormal().initialize(shape, STREAM));
        assertNormal(0.25, new Initializer.Normal(0.25f).initialize(shape, STREAM));
        assertUniform(Math.sqrt(6 / 800.0), new Initializer.HeUniform(FanMode.FAN_IN).initialize(shape, STREAM));
        assertUniform(Math.sqrt(6 / 1600.0), new Initializer.HeUniform(FanMode.FAN_OUT).initialize(shape, STREAM));
        assertUniform(Math.sqrt(6 / 2400.0), new Initializer.XavierUniform().initialize(shape, STREAM));
        assertUniform(0.5, new Initializer.Uniform(-0.5f, 0.5f).initialize(shape, STREAM));
    }

    /** Mean and variance within five standard errors: sigma/sqrt(n), and sigma^2 sqrt(2/n). */
    private static void assertNormal(double deviation, HostTensor tensor) {
        double n = tensor.spec().elements();
        assertEquals(0, mean(tensor), 5 * deviation / Math.sqrt(n));
        assertEquals(deviation * deviation, meanSquare(tensor), 5 * deviation * deviation * Math.sqrt(2 / n));
        double beyondTwo = count(tensor, 2 * deviation) / n;
        assertEquals(0.0455, beyondTwo, 5 * Math.sqrt(0.0455 * 0.9545 / n), "tails are those of a normal distribution");
    }

    /** Mean and variance within five standard errors: the fourth moment of a uniform distribution is bound^4/5. */
    private static void assertUniform(double bound, HostTensor tensor) {
        double n = tensor.spec().elements();
        double variance = bound * bound / 3;
        assertEquals(0, mean(tensor), 5 * Math.sqrt(variance / n));
        assertEquals(variance, meanSquare(tensor), 5 * variance * Math.sqrt(0.8 / n));
        assertEquals(0, count(tensor, (float) bound));
        assertTrue(count(tensor, bound * 0.999) > 0, "the range is used up to its ends");
    }

    @Test
    void theSameStreamGivesTheSameBitsAndAnotherOthers() {
        Initializer initializer = new Initializer.He(FanMode.FAN_IN);
        Shape shape = Shape.of(3, 5);
        float[] first = initializer.initialize(shape, STREAM).floats();
        assertArrayEquals(first, initializer.initialize(shape, RandomStream.named(42, "conv1.weight")).floats());
        assertFalse(Arrays.equals(
                first, initializer.initialize(shape, RandomStream.named(43, "conv1.weight")).floats()));
        assertFalse(Arrays.equals(
                first, initializer.initialize(shape, RandomStream.named(42, "conv2.weight")).floats()));
    }

    @Test
    void constantsAndGivenValuesComeAsTheyAre() {
        assertArrayEquals(
                new float[] {0.1f, 0.1f, 0.1f},
                new Initializer.Constant(0.1f).initialize(Shape.of(3), STREAM).floats());
        HostTensor values = HostTensor.of(Shape.of(1, 2), new float[] {Float.NaN, -3});
        HostTensor copy = new Initializer.Given(values).initialize(Shape.of(1, 2), STREAM);
        assertArrayEquals(values.floats(), copy.floats());
        assertNotSame(values.floats(), copy.floats());
    }

    @Test
    void givenValuesOfAnotherShapeAreRefused() {
        Initializer given = new Initializer.Given(HostTensor.of(Shape.of(2, 3), new float[6]));
        assertEquals(
                "the given values have the shape 2x3, but the parameter has 3x2",
                assertThrows(IllegalArgumentException.class, () -> given.initialize(Shape.of(3, 2), STREAM))
                        .getMessage());
    }

    @Test
    void parametersThatMakeNoDistributionAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Initializer.Normal(-1));
        assertThrows(IllegalArgumentException.class, () -> new Initializer.Normal(Float.NaN));
        assertThrows(IllegalArgumentException.class, () -> new Initializer.Uniform(1, 0));
        assertThrows(IllegalArgumentException.class, () -> new Initializer.Uniform(Float.NaN, 0));
        assertThrows(
                IllegalArgumentException.class, () -> new Initializer.Uniform(-Float.MAX_VALUE, Float.MAX_VALUE));
    }

    private static double mean(HostTensor tensor) {
        double sum = 0;
        for (float value : tensor.floats()) {
            sum += value;
        }
        return sum / tensor.spec().elements();
    }

    private static double meanSquare(HostTensor tensor) {
        double sum = 0;
        for (float value : tensor.floats()) {
            sum += (double) value * value;
        }
        return sum / tensor.spec().elements();
    }

    /** How many are further from 0. */
    private static int count(HostTensor tensor, double than) {
        int count = 0;
        for (float value : tensor.floats()) {
            if (Math.abs(value) > than) {
                count++;
            }
        }
        return count;
    }
}
