package org.neocog.cpu;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Machine code for tests: a test that needs it is skipped where it cannot run, unless {@code -Drequire.avx512=true}. */
final class Vectors {
    private Vectors() {}

    static VectorCode orSkip() {
        VectorCode.Attempt attempt = attempt();
        assumeTrue(attempt.code().isPresent(), "no machine code: " + attempt.reason());
        return attempt.code().get();
    }

    /** Loops in Java, and machine code where it can run. */
    static List<Optional<VectorCode>> codes() {
        return Stream.of(Optional.<VectorCode>empty(), attempt().code()).distinct().toList();
    }

    private static VectorCode.Attempt attempt() {
        return VectorCode.choose(Boolean.getBoolean("require.avx512") ? "avx512" : "", VectorCode::load);
    }
}
