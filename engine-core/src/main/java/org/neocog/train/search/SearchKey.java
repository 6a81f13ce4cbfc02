package org.neocog.train.search;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.neocog.UsageException;
import org.neocog.nn.Recipe;
import org.neocog.train.Optimizers;
import org.neocog.train.Schedules;
import org.neocog.train.TrainingOptions;

/** A setting that can be searched over, called as the option of {@code train} that sets it. */
enum SearchKey {
    LR,
    WEIGHT_DECAY,
    OPTIMIZER,
    SCHEDULE,
    BATCH,
    CLIP_NORM,
    CLIP_VALUE,
    EMA,
    LABEL_SMOOTHING,
    MIXUP;

    /** {@code label-smoothing}. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<SearchKey> of(String word) {
        return Arrays.stream(values()).filter(key -> key.word().equals(word)).findFirst();
    }

    static String words() {
        return String.join(", ", Arrays.stream(values()).map(SearchKey::word).toList());
    }

    boolean isNumber() {
        return this != OPTIMIZER && this != SCHEDULE;
    }

    boolean isWhole() {
        return this == BATCH;
    }

    /**
     * Checks a value; of the techniques, 0 means to leave it be.
     *
     * @throws IllegalArgumentException or {@link UsageException} if the setting cannot have this value
     */
    void check(String value) {
        if (isNumber() && !value.matches("[0-9]*\\.?[0-9]+([eE][-+]?[0-9]+)?")) {
            throw new IllegalArgumentException("must be a number such as 0.1, not \"" + value + "\"");
        }
        if (isWhole() && !value.matches("[0-9]{1,9}")) {
            throw new IllegalArgumentException("must be a whole number, not \"" + value + "\"");
        }
        switch (this) {
            case OPTIMIZER -> Optimizers.parse(value);
            case SCHEDULE -> Schedules.parse(value, 1);
            default -> {}
        }
        applyTo(Recipe.defaults(), value);
        applyTo(TrainingOptions.none(), value);
    }

    /** The recipe with this value of the setting, if it is one of a recipe's. */
    Recipe applyTo(Recipe r, String value) {
        return new Recipe(
                this == OPTIMIZER ? value : r.optimizer(),
                this == LR ? Double.parseDouble(value) : r.learningRate(),
                this == SCHEDULE ? value : r.schedule(),
                this == WEIGHT_DECAY ? Double.parseDouble(value) : r.weightDecay(),
                this == BATCH ? Integer.parseInt(value) : r.batch(),
                r.epochs(),
                r.normalize());
    }

    /** The options with this value of the setting, if it is one of theirs. */
    TrainingOptions applyTo(TrainingOptions options, String value) {
        return switch (this) {
            case CLIP_NORM -> options.withClipping(Double.parseDouble(value), options.clipValue());
            case CLIP_VALUE -> options.withClipping(options.clipNorm(), Double.parseDouble(value));
            case EMA -> options.withAveraging(Double.parseDouble(value));
            case LABEL_SMOOTHING -> options.withLabelSmoothing(Double.parseDouble(value));
            case MIXUP -> options.withMixup(Double.parseDouble(value));
            case LR, WEIGHT_DECAY, OPTIMIZER, SCHEDULE, BATCH -> options;
        };
    }
}
