package org.neocog.data.augment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.neocog.UsageException;

/** {@link Augmentation} as a text: words and {@code key=value}, separated by commas. */
final class AugmentationText {
    private static final List<String> KEYS =
            List.of("resize", "scale", "crop", "shift", "flip", "vflip", "jitter", "cutout");
    private static final Set<String> WORDS = Set.of("flip", "vflip");

    private final String text;
    private final Map<String, String> values = new LinkedHashMap<>();

    private AugmentationText(String text) {
        this.text = text;
        for (String item : text.strip().equals("none") || text.isBlank() ? new String[0] : text.split(",", -1)) {
            add(item.strip());
        }
    }

    static Augmentation parse(String text) {
        AugmentationText in = new AugmentationText(text);
        try {
            return new Augmentation(
                    in.value("resize", in::size),
                    in.value("scale", in::range),
                    in.value("crop", in::size),
                    in.value("shift", value -> in.whole("shift", value)).orElse(0),
                    in.values.containsKey("flip"),
                    in.values.containsKey("vflip"),
                    in.value("jitter", in::jitter).orElse(ColorJitter.none()),
                    in.value("cutout", value -> in.whole("cutout", value)).orElse(0));
        } catch (IllegalArgumentException e) {
            throw in.wrong(e.getMessage());
        }
    }

    static String of(Augmentation augmentation) {
        List<String> items = new ArrayList<>();
        augmentation.resize().ifPresent(size -> items.add("resize=" + size));
        augmentation.scale().ifPresent(range -> items.add("scale=" + range));
        augmentation.crop().ifPresent(size -> items.add("crop=" + size));
        if (augmentation.shift() > 0) {
            items.add("shift=" + augmentation.shift());
        }
        if (augmentation.flip()) {
            items.add("flip");
        }
        if (augmentation.verticalFlip()) {
            items.add("vflip");
        }
        if (!augmentation.jitter().isNone()) {
            items.add("jitter=" + augmentation.jitter());
        }
        if (augmentation.cutout() > 0) {
            items.add("cutout=" + augmentation.cutout());
        }
        return items.isEmpty() ? "none" : String.join(",", items);
    }

    private void add(String item) {
        int equals = item.indexOf('=');
        String key = equals < 0 ? item : item.substring(0, equals).strip();
        if (!KEYS.contains(key)) {
            throw wrong("'" + key + "' is unknown; known are " + String.join(", ", KEYS));
        }
        if (WORDS.contains(key) != equals < 0) {
            throw wrong(WORDS.contains(key) ? key + " takes no value" : key + " needs a value, as " + key + "="
                    + example(key));
        }
        if (values.putIfAbsent(key, item.substring(equals + 1).strip()) != null) {
            throw wrong(key + " is given twice");
        }
    }

    private static String example(String key) {
        return switch (key) {
            case "resize", "crop" -> "224 or 240x320";
            case "scale" -> "256 or 256:480";
            case "jitter" -> "0.4 or 0.4:0.4:0.2";
            default -> "4";
        };
    }

    private <T> Optional<T> value(String key, Function<String, T> read) {
        return Optional.ofNullable(values.get(key)).map(read);
    }

    private PictureSize size(String value) {
        String[] sides = value.split("x", -1);
        if (sides.length > 2) {
            throw wrong("'" + value + "' is no size; write HEIGHTxWIDTH, or one number for both");
        }
        int height = positive(sides[0]);
        return new PictureSize(height, sides.length == 1 ? height : positive(sides[1]));
    }

    private SideRange range(String value) {
        String[] ends = value.split(":", -1);
        if (ends.length > 2) {
            throw wrong("'" + value + "' is no range; write LEAST:MOST, or one number");
        }
        int least = positive(ends[0]);
        return new SideRange(least, ends.length == 1 ? least : positive(ends[1]));
    }

    private ColorJitter jitter(String value) {
        String[] parts = value.split(":", -1);
        if (parts.length != 1 && parts.length != 3) {
            throw wrong("'" + value + "': write BRIGHTNESS:CONTRAST:SATURATION, or one number for all three");
        }
        float[] strengths = new float[parts.length];
        for (int i = 0; i < parts.length; i++) {
            try {
                strengths[i] = Float.parseFloat(parts[i].strip());
            } catch (NumberFormatException e) {
                throw wrong("'" + parts[i] + "' is no number");
            }
        }
        return new ColorJitter(strengths[0], strengths[strengths.length / 2], strengths[strengths.length - 1]);
    }

    private int positive(String number) {
        int value = whole("a size", number);
        if (value < 1) {
            throw wrong("a size is at least 1, not " + value);
        }
        return value;
    }

    private int whole(String what, String number) {
        try {
            int value = Integer.parseInt(number.strip());
            if (value >= 0 && value <= 65_535) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw wrong(what + " is a whole number from 0 to 65535, not '" + number + "'");
    }

    private UsageException wrong(String why) {
        return new UsageException("--augment " + text + ": " + why);
    }
}
