package org.neocog.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class JavaGemmTest extends GemmContract {
    private static final Gemm GEMM = new JavaGemm();

    @Override
    Gemm gemm() {
        return GEMM;
    }

    /** In one long sum of equal terms the rounding errors all have the same sign: 20,000 times 0.1f would give 1999.66. */
    @Test
    void sumsManyEqualTermsAccurately() {
        int k = 20_000;
        float[] a = new float[k];
        Arrays.fill(a, 0.1f);
        float[] b = new float[k];
        Arrays.fill(b, 1);
        float[] c = new float[1];
        GEMM.sgemm(false, true, 1, 1, k, 1, a, 0, k, b, 0, k, 0, c, 0, 1);
        assertEquals(k * (double) 0.1f, c[0], 1e-5 * k * 0.1);
    }
}
