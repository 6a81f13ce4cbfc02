package org.neocog.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.function.Executable;
import org.neocog.NeocogException;

/** Checks of errors that the user sees. */
final class Errors {
    private Errors() {}

    /** The action fails with one line that holds all these words. */
    static void assertTeaches(Executable action, String... words) {
        String message = assertThrows(NeocogException.class, action).getMessage();
        assertEquals(1, message.lines().count(), message);
        assertFalse(message.contains("null"), message);
        for (String word : words) {
            assertTrue(message.contains(word), () -> "\"" + word + "\" is not in: " + message);
        }
    }
}
