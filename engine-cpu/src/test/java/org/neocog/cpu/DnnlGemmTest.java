package org.neocog.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import jdk.jfr.Recording;
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

    /**
     * The profiler interrupts threads by signals. Without protection, the library's kernels for many terms overwrite memory then,
     * and the JVM is aborted within a second.
     */
    @Test
    void bearsAProfiler() {
        Gemm gemm = gemm();
        int side = 256;
        float[] a = new float[side * side];
        Arrays.fill(a, 1);
        float[] c = new float[side * side];
        int calls = 0;
        try (Recording recording = new Recording()) {
            recording.enable("jdk.ExecutionSample").withPeriod(Duration.ofMillis(1));
            recording.start();
            while (calls < 4000) {
                gemm.sgemm(calls % 2 == 0, calls % 4 < 2, side, side, side, 1, a, 0, side, a, 0, side, 0, c, 0, side);
                calls++;
            }
        }
        float[] sums = new float[side * side];
        Arrays.fill(sums, side);
        assertArrayEquals(sums, c);
    }

    /** A call may leave the few small objects that describe its arrays, where the compiler does not do away with them. */
    @Test
    void copiesNoMatrix() {
        Gemm gemm = gemm();
        int side = 64;
        float[] a = new float[3 * side * side];
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int calls = 1000;
        long limit = calls * 1024L;
        long bytes = Long.MAX_VALUE;
        // The first rounds are interpreted, which allocates more; one round below the limit is the proof.
        for (int round = 0; round < 50 && bytes > limit; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < calls; i++) {
                gemm.sgemm(false, false, side, side, side, 1, a, 0, side, a, side * side, side, 0, a, 2 * side * side, side);
            }
            bytes = threads.getCurrentThreadAllocatedBytes() - before;
        }
        assertTrue(bytes <= limit, bytes + " bytes in " + calls + " calls");
    }
}
