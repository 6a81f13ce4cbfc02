package org.neocog.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.neocog.NeocogException;
import org.neocog.cpu.GemmLibrary.Attempt;
import org.neocog.nativelib.NativeLibrary;

final class GemmLibraryTest {
    private static final Attempt UNAVAILABLE =
            Attempt.failed(new NativeLibrary.UnavailableException("it needs the GNU C library"));
    private static final GemmLibrary LOADED =
            new GemmLibrary(new JavaGemm(), Optional.empty(), "1.2.3", "AVX2", Optional.empty(), "a stand-in");

    @Test
    void takesTheNativeLibraryWhereThereIsOne() {
        assertSame(LOADED, GemmLibrary.choose("", () -> Attempt.loaded(LOADED)));
        assertSame(LOADED, GemmLibrary.choose("dnnl", () -> Attempt.loaded(LOADED)));
    }

    @Test
    void fallsBackToJavaAndSaysWhy() {
        GemmLibrary library = GemmLibrary.choose("", () -> UNAVAILABLE);
        assertInstanceOf(JavaGemm.class, library.gemm());
        assertEquals("oneDNN cannot be used: it needs the GNU C library", library.reason());
        assertEquals(Optional.empty(), library.path());
    }

    @Test
    void doesNotTouchTheNativeLibraryWhenJavaIsAskedFor() {
        GemmLibrary library = GemmLibrary.choose("java", () -> fail("the library was loaded"));
        assertEquals("Java", library.name());
        assertEquals("asked for by neocog.gemm=java", library.reason());
    }

    @Test
    void failsWithTheReasonWhenAForcedLibraryIsMissing() {
        NeocogException e = assertThrows(NeocogException.class, () -> GemmLibrary.choose("dnnl", () -> UNAVAILABLE));
        assertEquals("neocog.gemm=dnnl asks for oneDNN, which cannot be used: it needs the GNU C library", e.getMessage());
    }

    @Test
    void passesOnAMistakeOfTheUserInsteadOfFallingBack() {
        NeocogException mistake = new NeocogException("neocog.cache=/x cannot hold the native libraries");
        assertSame(mistake, assertThrows(
                NeocogException.class, () -> GemmLibrary.choose("", () -> Attempt.failed(mistake))));
    }

    @Test
    void refusesAnUnknownName() {
        NeocogException e = assertThrows(NeocogException.class, () -> GemmLibrary.choose("mkl", () -> UNAVAILABLE));
        assertEquals("neocog.gemm=mkl names no matrix multiplication; there are dnnl and java", e.getMessage());
    }

    @Test
    void bothImplementationsAgree() {
        Gemm dnnl = Dnnl.orSkip().gemm();
        GemmCase problem = GemmCase.random(100, 203, 805, true, true, 0.7f, 0.3f);
        float[] expected = problem.run(dnnl);
        float[] got = problem.run(new JavaGemm());
        for (int i = 0; i < expected.length; i++) {
            // 805 terms of at most 1: the sums of absolute values are near 200.
            assertTrue(Math.abs(expected[i] - got[i]) <= 2 * 1e-5 * 200, "element " + i);
        }
    }
}
