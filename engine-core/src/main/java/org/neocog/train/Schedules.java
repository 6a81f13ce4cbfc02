package org.neocog.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.neocog.UsageException;

/**
 * The text form of a schedule, {@code NAME[:KEY=VALUE[,KEY=VALUE]...]}:
 *
 * <pre>
 * constant
 * step:every=10               times factor (0.1) every 10 epochs
 * step:at=30/60,factor=0.2    times factor when epochs 30 and 60 begin, the first epoch being 0
 * exponential:factor=0.6      times factor every epoch
 * cosine:min=0.0001           half a cosine down to min (0) at the end of the run
 * plateau:factor=0.1,patience=10,min=0,threshold=0.0001
 *                             times factor after more than patience epochs without a lower validation loss
 * </pre>
 *
 * The numbers in brackets and those of plateau are what a key is when it is left out. Each of them takes a linear warm-up
 * beside its own keys: {@code warmup=500} in steps, {@code warmup=1e} or {@code warmup=0.5e} in epochs.
 */
public final class Schedules {
    private static final SequencedMap<String, List<String>> KEYS = keys();

    private Schedules() {}

    private static SequencedMap<String, List<String>> keys() {
        SequencedMap<String, List<String>> keys = new LinkedHashMap<>();
        keys.put("constant", List.of("warmup"));
        keys.put("step", List.of("every", "at", "factor", "warmup"));
        keys.put("exponential", List.of("factor", "warmup"));
        keys.put("cosine", List.of("min", "warmup"));
        keys.put("plateau", List.of("factor", "patience", "min", "threshold", "warmup"));
        return Collections.unmodifiableSequencedMap(keys);
    }

    /**
     * @param learningRate the rate that the schedule begins with (or warms up to)
     * @throws UsageException if the text is not of the form above or a value is out of range; the message has the text and
     *     lists what is allowed
     */
    public static Schedule parse(String text, double learningRate) {
        if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
            throw new UsageException("--lr " + learningRate + ": the learning rate must be above 0");
        }
        NamedValues values = new NamedValues("--schedule", text, KEYS);
        try {
            Schedule schedule = switch (values.name()) {
                case "constant" -> new Schedule.Constant(learningRate);
                case "step" -> step(values, learningRate);
                case "exponential" -> new Schedule.Exponential(learningRate, values.number("factor"));
                case "cosine" -> new Schedule.Cosine(learningRate, values.number("min", 0));
                default -> new Schedule.Plateau(
                        learningRate,
                        values.number("factor", 0.1),
                        values.whole("patience", 10),
                        values.number("min", 0),
                        values.number("threshold", 1e-4));
            };
            return values.has("warmup") ? warmup(values, schedule) : schedule;
        } catch (IllegalArgumentException e) {
            throw values.wrong(e.getMessage());
        }
    }

    private static Schedule step(NamedValues values, double learningRate) {
        if (values.has("every") == values.has("at")) {
            throw values.wrong("step needs either every=EPOCHS or at=EPOCH/EPOCH/...");
        }
        double factor = values.number("factor", 0.1);
        if (values.has("every")) {
            return new Schedule.Step(learningRate, values.whole("every", 1), factor);
        }
        List<Integer> epochs = new ArrayList<>();
        for (String epoch : Arrays.asList(values.text("at").split("/", -1))) {
            epochs.add(values.toWhole("at", epoch));
        }
        return new Schedule.MultiStep(learningRate, epochs, factor);
    }

    private static Schedule warmup(NamedValues values, Schedule then) {
        String length = values.text("warmup");
        return length.endsWith("e")
                ? new Schedule.Warmup(
                        values.toNumber("warmup", length.substring(0, length.length() - 1)),
                        Schedule.Warmup.Unit.EPOCHS,
                        then)
                : new Schedule.Warmup(
                        values.toWhole("warmup", length, " of steps (500) or epochs (1e)"), Schedule.Warmup.Unit.STEPS, then);
    }
}
