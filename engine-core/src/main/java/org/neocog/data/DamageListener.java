package org.neocog.data;

import java.util.Optional;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;

/** Keeps the first warning that means lost pixels: the JPEG decoder fills what is missing with grey and goes on. */
final class DamageListener implements IIOReadWarningListener {
    private Optional<String> damage = Optional.empty();

    @Override
    public void warningOccurred(ImageReader source, String warning) {
        // Bytes too many between two segments harm nothing and are common in camera files.
        boolean harmless = warning.contains("extraneous bytes before marker");
        boolean lost = warning.startsWith("Truncated") || warning.startsWith("Corrupt") || warning.startsWith("Premature");
        if (lost && !harmless && damage.isEmpty()) {
            damage = Optional.of(warning);
        }
    }

    Optional<String> damage() {
        return damage;
    }
}
