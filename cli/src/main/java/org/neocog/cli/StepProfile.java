package org.neocog.cli;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.neocog.exec.BoundStep;
import org.neocog.exec.Step;
import org.neocog.exec.StepObserver;

/** Times each step of a plan by itself. */
final class StepProfile {
    private StepProfile() {}

    /** A step of the plan and the milliseconds that it took on average, and their share of the sum, 0 to 1. */
    record Row(Step step, double millis, double share) {
        String op() {
            return step.node().op().opName();
        }

        double gflops() {
            return 2e-6 * step.node().multiplyAdds() / millis;
        }

        /** Of what the step must read and write at least. */
        double gigabytesPerSecond() {
            return 1e-6 * step.bytesTouched() / millis;
        }

        JsonObject json() {
            JsonObject json = new JsonObject();
            json.addProperty("step", step.node().name());
            json.addProperty("op", op());
            json.addProperty("method", step.kernel().method());
            json.add("output", Json.array(step.output().spec().shape().toArray()));
            json.add("ms", Json.number(millis));
            json.add("share", Json.number(share));
            json.add("gflops", Json.number(gflops()));
            json.add("gigabytesPerSecond", Json.number(gigabytesPerSecond()));
            return json;
        }
    }

    /** Runs for about as long as is said, once at least; rows in the order of the plan. */
    static List<Row> measure(BenchStep bench, double seconds) {
        Map<Step, long[]> nanos = new IdentityHashMap<>();
        bench.plan().steps().forEach(step -> nanos.put(step, new long[1]));
        StepObserver observer = (BoundStep bound, long taken) -> nanos.get(bound.step())[0] += taken;
        long start = System.nanoTime();
        int runs = 0;
        do {
            bench.run(observer);
            runs++;
        } while (System.nanoTime() - start < seconds * 1e9);
        double total = nanos.values().stream().mapToLong(sum -> sum[0]).sum();
        List<Row> rows = new ArrayList<>();
        for (Step step : bench.plan().steps()) {
            long sum = nanos.get(step)[0];
            rows.add(new Row(step, sum / 1e6 / runs, sum / total));
        }
        return List.copyOf(rows);
    }
}
