package org.neocog.train.search;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.neocog.UsageException;
import org.neocog.random.RandomStream;

/**
 * Settings and the values that they can have, {@code KEY=VALUES[,KEY=VALUES]...}: values listed, {@code optimizer=adam|sgd},
 * or between two numbers, {@code lr=log:1e-4:1e-1} (evenly by their logarithm) and {@code ema=lin:0.9:0.99}. A number of
 * points after another colon, {@code lr=log:1e-4:1e-1:4}, makes a list of a range.
 */
public final class SearchSpace {
    private static final int MOST_TRIALS = 10_000;

    private final SequencedMap<SearchKey, SearchValues> axes;

    private SearchSpace(SequencedMap<SearchKey, SearchValues> axes) {
        this.axes = axes;
    }

    /**
     * @throws UsageException if the text names nothing or is of another form; the message has the part that is wrong
     */
    public static SearchSpace parse(String text) {
        SequencedMap<SearchKey, SearchValues> axes = new LinkedHashMap<>();
        if (text.isBlank()) {
            throw new UsageException("--space \"" + text + "\": there is nothing to search; name settings and their values, as in"
                    + " lr=log:1e-4:1e-1,optimizer=adam|momentum");
        }
        for (String entry : text.strip().split(",", -1)) {
            int equals = entry.indexOf('=');
            if (equals < 0) {
                throw new UsageException("--space " + text + ": \"" + entry + "\" is not KEY=VALUES, as in lr=0.1|0.01");
            }
            String word = entry.substring(0, equals);
            SearchKey key = SearchKey.of(word).orElseThrow(() -> new UsageException("--space " + text + ": unknown setting \""
                    + word + "\"; known: " + SearchKey.words() + " (a value cannot have a comma in it)"));
            if (axes.put(key, SearchValues.parse(entry, key, entry.substring(equals + 1))) != null) {
                throw new UsageException("--space " + text + ": " + word + " stands there twice");
            }
        }
        return new SearchSpace(axes);
    }

    /** The settings' names, in the order given. */
    public List<String> keys() {
        return axes.keySet().stream().map(SearchKey::word).toList();
    }

    /**
     * Every combination, the last setting changing fastest.
     *
     * @throws UsageException if a range has no number of points, or there are too many combinations
     */
    public List<Trial> grid() {
        axes.forEach((key, values) -> {
            if (values.all().isEmpty()) {
                throw new UsageException("--grid needs a number of points for " + key.word() + ", as in " + key.word()
                        + "=log:0.001:0.1:3; or search at random with --trials N");
            }
        });
        long combinations = combinations();
        if (combinations > MOST_TRIALS) {
            throw new UsageException("--grid: the space has more than " + MOST_TRIALS
                    + " combinations; name fewer values, or search at random with --trials N");
        }
        List<Trial> trials = new ArrayList<>();
        for (int number = 1; number <= combinations; number++) {
            SequencedMap<String, String> settings = new LinkedHashMap<>();
            long rest = number - 1;
            for (Map.Entry<SearchKey, SearchValues> axis : axes.sequencedEntrySet().reversed()) {
                List<String> values = axis.getValue().all();
                settings.putFirst(axis.getKey().word(), values.get((int) (rest % values.size())));
                rest /= values.size();
            }
            trials.add(new Trial(number, settings));
        }
        return trials;
    }

    /**
     * So many trials with values drawn at random, no two alike; the first of them are the same for a larger count.
     *
     * @throws UsageException if there are fewer combinations
     */
    public List<Trial> random(long seed, int count) {
        if (count < 1 || count > MOST_TRIALS) {
            throw new UsageException("--trials " + count + ": must be from 1 to " + MOST_TRIALS);
        }
        if (axes.values().stream().noneMatch(values -> values.all().isEmpty()) && combinations() < count) {
            throw new UsageException("--trials " + count + ": the space has only " + combinations()
                    + " combinations; --grid tries all of them");
        }
        List<Trial> trials = new ArrayList<>();
        List<Map<String, String>> seen = new ArrayList<>();
        for (int draw = 1; trials.size() < count; draw++) {
            SequencedMap<String, String> settings = draw(seed, draw);
            // Rounding may make a range as short as a list; then what was drawn before is tried again, in the end.
            if (!seen.contains(settings) || draw > 100 * count) {
                seen.add(settings);
                trials.add(new Trial(trials.size() + 1, settings));
            }
        }
        return trials;
    }

    private SequencedMap<String, String> draw(long seed, int draw) {
        SequencedMap<String, String> settings = new LinkedHashMap<>();
        axes.forEach((key, values) -> {
            float[] place = new float[1];
            RandomStream.named(seed, "search/" + key.word() + "/" + draw).uniform(place, 0, 1);
            settings.put(key.word(), values.at(place[0]));
        });
        return settings;
    }

    private long combinations() {
        long product = 1;
        for (SearchValues values : axes.values()) {
            product = Math.min(Integer.MAX_VALUE, product * values.all().size());
        }
        return product;
    }

    @Override
    public String toString() {
        return axes.keySet().stream().map(SearchKey::word).collect(Collectors.joining(", "));
    }
}
