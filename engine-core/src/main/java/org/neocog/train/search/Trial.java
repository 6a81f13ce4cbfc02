package org.neocog.train.search;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.neocog.nn.Recipe;
import org.neocog.train.TrainingOptions;

/**
 * One combination of a search's values.
 *
 * @param number from 1
 * @param settings from a setting's name to its value
 */
public record Trial(int number, SequencedMap<String, String> settings) {
    public Trial {
        settings = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(settings));
    }

    /** The name of its run's folder: {@code trial-007}. */
    public String folder() {
        return String.format(Locale.ROOT, "trial-%03d", number);
    }

    /** The recipe with this trial's values. */
    public Recipe applyTo(Recipe recipe) {
        Recipe result = recipe;
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            result = key(setting).applyTo(result, setting.getValue());
        }
        return result;
    }

    /** The options with this trial's values. */
    public TrainingOptions applyTo(TrainingOptions options) {
        TrainingOptions result = options;
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            result = key(setting).applyTo(result, setting.getValue());
        }
        return result;
    }

    private static SearchKey key(Map.Entry<String, String> setting) {
        return SearchKey.of(setting.getKey())
                .orElseThrow(() -> new IllegalArgumentException("there is no setting " + setting.getKey()));
    }

    /** {@code lr=0.01 optimizer=adam}. */
    @Override
    public String toString() {
        return settings.entrySet().stream()
                .map(setting -> setting.getKey() + "=" + setting.getValue())
                .collect(Collectors.joining(" "));
    }
}
