package org.neocog.cuda;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The release of NVIDIA's driver, as in 550.54.15. */
final class DriverRelease {
    private static final Pattern FILE_NAME = Pattern.compile("libcuda\\.so\\.(\\d+(?:\\.\\d+)+)");

    private DriverRelease() {}

    /** From the name of the file that {@code libcuda.so.1} is a link to, which is named after the release. */
    static Optional<String> of(Path library) {
        try {
            Matcher name = FILE_NAME.matcher(library.toRealPath().getFileName().toString());
            return name.matches() ? Optional.of(name.group(1)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
