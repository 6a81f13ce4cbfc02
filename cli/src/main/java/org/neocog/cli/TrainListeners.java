package org.neocog.cli;

import java.util.List;
import org.neocog.train.EpochMetrics;
import org.neocog.train.StepMetrics;
import org.neocog.train.TrainListener;
import org.neocog.train.TrainResult;
import org.neocog.train.TrainStart;
import org.neocog.train.Transfer;

/** Tells several listeners, in their order. */
record TrainListeners(List<TrainListener> listeners) implements TrainListener {
    TrainListeners {
        listeners = List.copyOf(listeners);
    }

    @Override
    public void start(TrainStart start) {
        listeners.forEach(listener -> listener.start(start));
    }

    @Override
    public void transferred(Transfer transfer) {
        listeners.forEach(listener -> listener.transferred(transfer));
    }

    @Override
    public void step(StepMetrics metrics) {
        listeners.forEach(listener -> listener.step(metrics));
    }

    @Override
    public void epochEnd(EpochMetrics metrics) {
        listeners.forEach(listener -> listener.epochEnd(metrics));
    }

    @Override
    public void checkpoint(long step, boolean best) {
        listeners.forEach(listener -> listener.checkpoint(step, best));
    }

    @Override
    public void stop(TrainResult result) {
        listeners.forEach(listener -> listener.stop(result));
    }
}
