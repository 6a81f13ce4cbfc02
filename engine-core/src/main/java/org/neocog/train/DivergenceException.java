package org.neocog.train;

import org.neocog.NeocogException;

/** A training whose loss or weights are no numbers any more. Its settings are at fault, not the data, the disk or the device. */
public final class DivergenceException extends NeocogException {
    DivergenceException(String message) {
        super(message);
    }
}
