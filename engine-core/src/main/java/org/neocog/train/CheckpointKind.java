package org.neocog.train;

/** Which of a run's checkpoints. */
public enum CheckpointKind {
    /** Of the epoch with the highest validation accuracy. */
    BEST,
    /** The newest. */
    LAST
}
