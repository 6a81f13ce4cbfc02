package org.neocog.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.neocog.cpu.SmallGemm.Matrix;
import org.neocog.tensor.Shape;

final class RowProductsTest {
    /** Sizes for machine code and for the library, rows further apart than they are long. */
    @ParameterizedTest
    @CsvSource({"1, 1, 1", "64, 147, 896", "9, 40, 3", "130, 17, 2100", "33, 200, 64"})
    void areThoseOfTheLibrary(int m, int n, int k) {
        CpuBuffer a = KernelRuns.random("a", Shape.of(m, k + 3));
        CpuBuffer b = KernelRuns.random("b", Shape.of(n, k + 1));
        for (boolean add : new boolean[] {false, true}) {
            CpuBuffer wanted = KernelRuns.random("c", Shape.of(m, n));
            new JavaGemm().sgemm(
                    false, true, m, n, k, 1, a.floats(), a.offset(), k + 3, b.floats(), b.offset(), k + 1, add ? 1 : 0,
                    wanted.floats(), wanted.offset(), n);
            for (Optional<VectorCode> code : Vectors.codes()) {
                CpuBuffer found = KernelRuns.random("c", Shape.of(m, n));
                new RowProducts(new JavaGemm(), code)
                        .multiply(
                                m, n, k, new Matrix(a.floats(), a.offset(), k + 3, 0),
                                new Matrix(b.floats(), b.offset(), k + 1, 0), add,
                                new Matrix(found.floats(), found.offset(), n, 0));
                KernelRuns.assertNear(KernelRuns.floats(wanted), KernelRuns.floats(found), 2e-5);
            }
        }
    }

    @Test
    void sayHowTheyAreDone() {
        RowProducts products = new RowProducts(new JavaGemm(), Optional.of(Vectors.orSkip()));
        assertEquals("AVX-512", products.method(64, 147, 896));
        assertEquals(new JavaGemm().name(), products.method(64, 147, 100));
        assertEquals(new JavaGemm().name(), RowProducts.by(new JavaGemm()).method(64, 147, 896));
    }
}
