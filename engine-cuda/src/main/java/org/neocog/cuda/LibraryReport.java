package org.neocog.cuda;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What was found of one of NVIDIA's libraries.
 *
 * @param name for people: {@code NVRTC}
 * @param path the file in use
 * @param version as the library itself says; empty if it was not asked
 * @param problem why it cannot be used: what was wanted and what was found; empty if it can
 */
record LibraryReport(String name, Optional<Path> path, String version, String problem) {
    boolean usable() {
        return problem.isEmpty();
    }

    /** Version and path, or the problem. */
    String text() {
        if (!usable()) {
            return "not usable: " + problem;
        }
        return version + path.map(file -> ", " + file).orElse("");
    }
}
