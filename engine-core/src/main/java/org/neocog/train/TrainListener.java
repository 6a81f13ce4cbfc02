package org.neocog.train;

/** Is told how a training goes, on the thread that trains: what it does delays the next step. */
public interface TrainListener {
    /** Everything is ready; the first step comes next. */
    default void start(TrainStart start) {}

    /** The run begins with another network's weights, as far as they suit; called before {@link #start}. */
    default void transferred(Transfer transfer) {}

    /** A step has been made. Where a wait for the device is costly, several steps are told of together. */
    default void step(StepMetrics metrics) {}

    /** An epoch has been validated and its checkpoint written. */
    default void epochEnd(EpochMetrics metrics) {}

    /**
     * A checkpoint has been written, at the end of an epoch or within one.
     *
     * @param step steps done
     * @param best whether it became the best checkpoint, too
     */
    default void checkpoint(long step, boolean best) {}

    /** The training is over or was stopped; not called if it fails. */
    default void stop(TrainResult result) {}

    /** One that does nothing. */
    static TrainListener none() {
        return new TrainListener() {};
    }
}
