package org.neocog.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.neocog.UsageException;
import org.neocog.train.Schedule.Warmup.Unit;

final class SchedulesTest {
    @Test
    void textBecomesASchedule() {
        assertEquals(new Schedule.Constant(0.5), Schedules.parse("constant", 0.5));
        assertEquals(new Schedule.Step(0.5, 10, 0.1), Schedules.parse("step:every=10", 0.5));
        assertEquals(new Schedule.Step(0.5, 10, 0.25), Schedules.parse("step:factor=.25,every=10", 0.5));
        assertEquals(new Schedule.MultiStep(0.5, List.of(30), 0.1), Schedules.parse("step:at=30", 0.5));
        assertEquals(
                new Schedule.MultiStep(0.5, List.of(30, 60), 0.2), Schedules.parse("step:at=30/60,factor=0.2", 0.5));
        assertEquals(new Schedule.Exponential(0.5, 0.6), Schedules.parse("exponential:factor=6e-1", 0.5));
        assertEquals(new Schedule.Cosine(0.5, 0), Schedules.parse("cosine", 0.5));
        assertEquals(new Schedule.Cosine(0.5, 1e-4), Schedules.parse("cosine:min=1e-4", 0.5));
        assertEquals(new Schedule.Plateau(0.5, 0.1, 10, 0, 1e-4), Schedules.parse("plateau", 0.5));
        assertEquals(
                new Schedule.Plateau(0.5, 0.2, 3, 0.01, 0),
                Schedules.parse("plateau:factor=0.2,patience=3,min=0.01,threshold=0", 0.5));
    }

    @Test
    void everyScheduleTakesAWarmup() {
        assertEquals(
                new Schedule.Warmup(500, Unit.STEPS, new Schedule.Constant(0.5)),
                Schedules.parse("constant:warmup=500", 0.5));
        assertEquals(
                new Schedule.Warmup(0.5, Unit.EPOCHS, new Schedule.Cosine(0.5, 0)),
                Schedules.parse("cosine:warmup=0.5e,min=0", 0.5));
        for (String text : List.of("step:every=1", "exponential:factor=1", "plateau:patience=1")) {
            assertEquals(
                    new Schedule.Warmup(2, Unit.EPOCHS, Schedules.parse(text, 0.5)),
                    Schedules.parse(text + ",warmup=2e", 0.5));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "linear", "Cosine", " cosine", "cosine,min=0", "exponential=0.6", ":min=0"})
    void unknownNamesAreToldWhatIsAllowed(String text) {
        String message = message(text);
        assertTrue(message.startsWith("--schedule " + text + ": unknown schedule \""), message);
        assertTrue(message.endsWith("allowed: constant, step, exponential, cosine, plateau"), message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "constant:factor=1|unknown key \"factor\" of constant|warmup",
        "cosine:minimum=1|unknown key \"minimum\" of cosine|min, warmup",
        "cosine:|unknown key \"\" of cosine|min, warmup",
        "cosine:min=0,|unknown key \"\" of cosine|min, warmup",
        "cosine:min|min has no value|min, warmup",
        "cosine:min=|min must be a number such as 0.1, not \"\"|min, warmup",
        "cosine:min=0,min=0|min stands there twice|min, warmup",
        "cosine:min=NaN|min must be a number such as 0.1, not \"NaN\"|min, warmup",
        "cosine:min=0x1p3|min must be a number such as 0.1, not \"0x1p3\"|min, warmup",
        "cosine:min=-1|min must be a number such as 0.1, not \"-1\"|min, warmup",
        "cosine:min=0.6|min must be from 0 to the learning rate 0.5, not 0.6|min, warmup",
        "cosine:warmup=0|warmup must be above 0, not 0.0|min, warmup",
        "cosine:warmup=1.5|'warmup must be a whole number of steps (500) or epochs (1e), not \"1.5\"'|min, warmup",
        "cosine:warmup=e|warmup must be a number such as 0.1, not \"\"|min, warmup",
        "cosine:warmup=1e999e|warmup must be above 0, not Infinity|min, warmup",
        "exponential|factor is missing|factor, warmup",
        "exponential:factor=2|factor must be above 0 and at most 1, not 2.0|factor, warmup",
        "exponential:factor=1e999|factor must be above 0 and at most 1, not Infinity|factor, warmup",
        "step|step needs either every=EPOCHS or at=EPOCH/EPOCH/...|every, at, factor, warmup",
        "step:every=1,at=1|step needs either every=EPOCHS or at=EPOCH/EPOCH/...|every, at, factor, warmup",
        "step:every=0|every must be at least 1 epoch, not 0|every, at, factor, warmup",
        "step:every=9999999999|every must be a whole number, not \"9999999999\"|every, at, factor, warmup",
        "step:at=3/2|'at must be rising epochs from 1 on, not [3, 2]'|every, at, factor, warmup",
        "step:at=3/|at must be a whole number, not \"\"|every, at, factor, warmup",
        "plateau:patience=1.5|patience must be a whole number, not \"1.5\"|factor, patience, min, threshold, warmup",
        "plateau:factor=1|factor must be below 1: a factor of 1 never reduces the rate|"
                + "factor, patience, min, threshold, warmup",
    })
    void wrongKeysAndValuesAreToldWhatIsAllowed(String text, String wrong, String allowed) {
        String expected = "--schedule " + text + ": " + wrong + "; allowed keys: " + allowed;
        assertEquals(expected, message(text));
        assertFalse(expected.contains("\n"));
    }

    @Test
    void aWrongLearningRateIsToldSo() {
        for (double rate : new double[] {0, -0.1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertEquals(
                    "--lr " + rate + ": the learning rate must be above 0",
                    assertThrows(UsageException.class, () -> Schedules.parse("constant", rate)).getMessage());
        }
    }

    private static String message(String text) {
        return assertThrows(UsageException.class, () -> Schedules.parse(text, 0.5)).getMessage();
    }
}
