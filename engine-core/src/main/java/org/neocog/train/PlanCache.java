package org.neocog.train;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.neocog.exec.Executor;
import org.neocog.exec.Plan;
import org.neocog.exec.PlanMemory;
import org.neocog.exec.Planner;
import org.neocog.exec.Session;
import org.neocog.graph.Graph;

/** The plans of one kind of graph in a session, one for each batch size, made when first needed. */
final class PlanCache {
    private final Session session;
    private final IntFunction<Graph> graphOf;
    private final Map<Integer, Executor> executors = new TreeMap<>();

    PlanCache(Session session, IntFunction<Graph> graphOf) {
        this.session = session;
        this.graphOf = graphOf;
    }

    Executor at(int batch) {
        return executors.computeIfAbsent(batch, size -> session.executor(Planner.plan(graphOf.apply(size), session.device())));
    }

    /** Bytes of all plans' inputs, and what their kernels keep. */
    long ownBytes() {
        return executors.values().stream()
                .map(Executor::plan).map(Plan::memory).mapToLong(memory -> memory.inputs() + memory.kernels()).sum();
    }

    /** Bytes of the largest plan's arena. */
    long arenaBytes() {
        return executors.values().stream().map(Executor::plan).map(Plan::memory).mapToLong(PlanMemory::arena).max().orElse(0);
    }
}
