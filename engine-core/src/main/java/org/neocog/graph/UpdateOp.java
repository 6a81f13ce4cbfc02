package org.neocog.graph;

import java.util.List;

/**
 * The only kind of operation that writes to its inputs, which must be variables. Its output is input 0 as it then is. The
 * planner runs it when nothing else in the plan has still to read what it writes.
 */
public sealed interface UpdateOp extends ComputeOp
        permits HistoryUpdate,
                MovingAverageUpdate,
                OptimizerUpdate {
    /** The numbers of the inputs that it writes to; the first is 0. */
    List<Integer> writtenInputs();
}
