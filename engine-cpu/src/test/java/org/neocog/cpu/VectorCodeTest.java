package org.neocog.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.neocog.NeocogException;
import org.neocog.cpu.VectorCode.Attempt;

final class VectorCodeTest {
    private static final Attempt NONE = new Attempt(Optional.empty(), "the processor has no AVX-512");

    @Test
    void isWhatTheMachineCanRun() {
        assertEquals(NONE, VectorCode.choose("", () -> NONE));
    }

    @Test
    void isNotMadeWhenJavaIsAskedFor() {
        Attempt attempt = VectorCode.choose("java", () -> fail("code was made"));
        assertEquals(Optional.empty(), attempt.code());
        assertEquals("asked for by neocog.code=java", attempt.reason());
    }

    @Test
    void failsWithTheReasonWhenItIsAskedForAndCannotBeMade() {
        NeocogException e = assertThrows(NeocogException.class, () -> VectorCode.choose("avx512", () -> NONE));
        assertEquals(
                "neocog.code=avx512 asks for machine code that cannot be made: the processor has no AVX-512",
                e.getMessage());
    }

    @Test
    void refusesAnUnknownName() {
        NeocogException e = assertThrows(NeocogException.class, () -> VectorCode.choose("sse", () -> NONE));
        assertEquals("neocog.code=sse names no code; there are avx512 and java", e.getMessage());
    }
}
