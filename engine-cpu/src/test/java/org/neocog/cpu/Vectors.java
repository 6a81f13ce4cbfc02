package org.neocog.cpu;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Machine code for tests: a test that needs it is skipped where it cannot run, unless {@code -Drequire.avx512=true}. */
final class Vectors {
    private Vectors() {}

    static VectorCode orSkip() {
        VectorCode.Attempt attempt = VectorCode.choose(
                Boolean.getBoolean("require.avx512") ? "avx512" : "", VectorCode::load);
        assumeTrue(attempt.code().isPresent(), "no machine code: " + attempt.reason());
        return attempt.code().get();
    }
}
