package org.neocog.nn;

/** What a network is built for: some layers differ. */
public enum Mode {
    /** Dropout draws masks. */
    TRAINING,
    /** Dropout does nothing. */
    INFERENCE
}
