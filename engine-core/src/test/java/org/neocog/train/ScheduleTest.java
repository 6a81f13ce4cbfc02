package org.neocog.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.neocog.train.Schedule.Warmup.Unit;

final class ScheduleTest {
    /** What test-data/golden/schedules.py wrote. */
    record Golden(String schedule, double lr, int stepsPerEpoch, int epochs, List<String> losses, double[] rates) {}

    static Stream<Golden> golden() throws IOException {
        try (Reader reader = new InputStreamReader(
                ScheduleTest.class.getResourceAsStream("/golden/schedules.json"), StandardCharsets.UTF_8)) {
            return Arrays.stream(new Gson().fromJson(reader, Golden[].class));
        }
    }

    /** PyTorch multiplies step by step what is a power here, hence the few last bits. */
    @ParameterizedTest
    @MethodSource("golden")
    void ratesAreThoseOfPyTorch(Golden golden) {
        Schedule schedule = Schedules.parse(golden.schedule(), golden.lr());
        PlateauState state = PlateauState.initial();
        assertEquals(golden.stepsPerEpoch() * golden.epochs(), golden.rates().length);
        for (int step = 0; step < golden.rates().length; step++) {
            int epoch = step / golden.stepsPerEpoch();
            double rate =
                    schedule.rate(new Progress(step, epoch, golden.stepsPerEpoch(), golden.epochs()), state);
            assertEquals(golden.rates()[step], rate, golden.rates()[step] * 1e-12, golden.schedule() + " at step " + step);
            if ((step + 1) % golden.stepsPerEpoch() == 0 && !golden.losses().isEmpty()) {
                state = schedule.afterEpoch(state, Double.parseDouble(golden.losses().get(epoch)));
            }
        }
    }

    /** KTH's recipe: 0.01 * 0.6^epoch. */
    @Test
    void exponentialIsConstantWithinAnEpoch() {
        Schedule schedule = new Schedule.Exponential(0.01, 0.6);
        assertEquals(0.01, rate(schedule, 0, 0));
        assertEquals(0.01, rate(schedule, 99, 0));
        assertEquals(0.006, rate(schedule, 100, 1), 1e-17);
        assertEquals(0.00216, rate(schedule, 399, 3), 1e-17);
    }

    @Test
    void cosineReachesItsMinimumAtTheEndAndStaysThere() {
        Schedule schedule = new Schedule.Cosine(0.1, 0.02);
        assertEquals(0.06, rate(schedule, 250, 2), 1e-16);
        assertEquals(0.02, rate(schedule, 500, 5));
        assertEquals(0.02, rate(schedule, 750, 7));
    }

    @Test
    void aWarmupShorterThanAStepIsNone() {
        assertEquals(0.1, rate(new Schedule.Warmup(0.001, Unit.EPOCHS, new Schedule.Constant(0.1)), 0, 0));
    }

    @Test
    void plateauNeverFallsBelowItsMinimum() {
        Schedule schedule = new Schedule.Plateau(0.1, 0.5, 0, 0.03, 0);
        PlateauState state = PlateauState.initial();
        double[] expected = {0.1, 0.1, 0.05, 0.03, 0.03};
        for (int epoch = 0; epoch < expected.length; epoch++) {
            assertEquals(expected[epoch], schedule.rate(new Progress(epoch, epoch, 1, 5), state));
            state = schedule.afterEpoch(state, 1);
        }
    }

    @Test
    void valuesOutOfRangeAreRefused() {
        List<Runnable> bad = List.of(
                () -> new Schedule.Constant(0),
                () -> new Schedule.Constant(Double.NaN),
                () -> new Schedule.Constant(Double.POSITIVE_INFINITY),
                () -> new Schedule.Step(0.1, 0, 0.1),
                () -> new Schedule.Step(0.1, 1, 0),
                () -> new Schedule.Step(0.1, 1, 1.5),
                () -> new Schedule.MultiStep(0.1, List.of(3, 3), 0.1),
                () -> new Schedule.MultiStep(0.1, List.of(0), 0.1),
                () -> new Schedule.Exponential(0.1, Double.NaN),
                () -> new Schedule.Cosine(0.1, 0.2),
                () -> new Schedule.Cosine(0.1, -1),
                () -> new Schedule.Plateau(0.1, 1, 3, 0, 0),
                () -> new Schedule.Plateau(0.1, 0.5, -1, 0, 0),
                () -> new Schedule.Plateau(0.1, 0.5, 1, 0, 1),
                () -> new Schedule.Warmup(0, Unit.STEPS, new Schedule.Constant(1)),
                () -> new Schedule.Warmup(Double.NaN, Unit.STEPS, new Schedule.Constant(1)),
                () -> new Schedule.Warmup(
                        1, Unit.STEPS, new Schedule.Warmup(1, Unit.STEPS, new Schedule.Constant(1))),
                () -> new Progress(-1, 0, 1, 1),
                () -> new Progress(0, 0, 0, 1));
        for (int i = 0; i < bad.size(); i++) {
            assertThrows(IllegalArgumentException.class, bad.get(i)::run, "case " + i);
        }
    }

    private static double rate(Schedule schedule, long step, int epoch) {
        return schedule.rate(new Progress(step, epoch, 100, 5), PlateauState.initial());
    }
}
