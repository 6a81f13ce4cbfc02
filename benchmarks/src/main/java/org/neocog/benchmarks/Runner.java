package org.neocog.benchmarks;

/** One engine with one network, ready to run. */
interface Runner extends AutoCloseable {
    /** Copies a batch in, runs, and fetches the loss or the probabilities. */
    void step();

    /** How many numbers training finds; so that all can be seen to run the same network. Negative if not known. */
    long parameters();

    /** The engine's version and the settings that were made. */
    String about();

    @Override
    void close();
}
