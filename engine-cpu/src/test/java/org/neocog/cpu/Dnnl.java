package org.neocog.cpu;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** oneDNN for tests: a test that needs it is skipped where it cannot be had, unless {@code -Drequire.dnnl=true}. */
final class Dnnl {
    private Dnnl() {}

    static GemmLibrary orSkip() {
        if (Boolean.getBoolean("require.dnnl")) {
            return GemmLibrary.choose("dnnl", GemmLibrary::dnnl);
        }
        GemmLibrary library = GemmLibrary.choose("", GemmLibrary::dnnl);
        assumeTrue(library.gemm() instanceof DnnlGemm, library.reason());
        return library;
    }
}
