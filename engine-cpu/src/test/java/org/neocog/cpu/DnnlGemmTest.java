package org.neocog.cpu;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

final class DnnlGemmTest extends GemmContract {
    @Override
    Gemm gemm() {
        return Dnnl.orSkip().gemm();
    }

    @Test
    void isFullyDescribed() {
        GemmLibrary library = Dnnl.orSkip();
        assertTrue(library.version().matches("\\d+\\.\\d+\\.\\d+"), library.version());
        assertTrue(library.isa().matches("(SSE|AVX).*"), library.isa());
        assertTrue(library.path().orElseThrow().isAbsolute());
    }

    @Test
    void allocatesNothingPerCallOnceCompiled() {
        Gemm gemm = gemm();
        float[] a = new float[64];
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long bytes = Long.MAX_VALUE;
        int calls = 10_000;
        // The first rounds are interpreted; one clean round is the proof.
        for (int round = 0; round < 200 && bytes > calls; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < calls; i++) {
                gemm.sgemm(false, false, 4, 4, 4, 1, a, 0, 4, a, 16, 4, 0, a, 32, 4);
            }
            bytes = threads.getCurrentThreadAllocatedBytes() - before;
        }
        assertTrue(bytes <= calls, bytes + " bytes in " + calls + " calls");
    }
}
