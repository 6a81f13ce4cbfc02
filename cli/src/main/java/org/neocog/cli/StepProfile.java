package org.neocog.cli;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.neocog.device.KernelPart;
import org.neocog.exec.BoundStep;
import org.neocog.exec.Step;
import org.neocog.exec.StepObserver;
import org.neocog.graph.Node;

/** Times each step of a plan by itself. */
final class StepProfile {
    private StepProfile() {}

    /**
     * A step of the plan, or a part of one that a device fused.
     *
     * @param bytes that it must read and write at least; 0 if a fused part keeps that to itself
     * @param millis that it took on average
     * @param share of the sum, 0 to 1
     */
    record Row(Node node, String op, String method, long multiplyAdds, long bytes, double millis, double share) {
        double gflops() {
            return 2e-6 * multiplyAdds / millis;
        }

        double gigabytesPerSecond() {
            return 1e-6 * bytes / millis;
        }

        JsonObject json() {
            JsonObject json = new JsonObject();
            json.addProperty("step", node.name());
            json.addProperty("op", op);
            json.addProperty("method", method);
            json.add("output", Json.array(node.shape().toArray()));
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
        Map<Step, double[]> ofParts = new IdentityHashMap<>();
        for (Step step : bench.plan().steps()) {
            nanos.put(step, new long[1]);
            ofParts.put(step, new double[step.kernel().parts().size()]);
        }
        StepObserver observer = (BoundStep bound, long taken) -> {
            nanos.get(bound.step())[0] += taken;
            double[] each = ofParts.get(bound.step());
            List<KernelPart> parts = each.length == 0 ? List.of() : bound.step().kernel().parts();
            for (int i = 0; i < each.length; i++) {
                each[i] += parts.get(i).nanos();
            }
        };
        long start = System.nanoTime();
        int runs = 0;
        do {
            bench.run(observer);
            runs++;
        } while (System.nanoTime() - start < seconds * 1e9);
        double total = nanos.values().stream().mapToLong(sum -> sum[0]).sum();
        List<Row> rows = new ArrayList<>();
        for (Step step : bench.plan().steps()) {
            List<KernelPart> parts = step.kernel().parts();
            for (int i = 0; i < parts.size(); i++) {
                double sum = ofParts.get(step)[i];
                rows.add(row(parts.get(i), sum / 1e6 / runs, sum / total));
            }
            if (parts.isEmpty()) {
                long sum = nanos.get(step)[0];
                Node node = step.node();
                rows.add(new Row(
                        node, node.op().opName(), step.kernel().method(), step.multiplyAdds(), step.bytesTouched(),
                        sum / 1e6 / runs, sum / total));
            }
        }
        return List.copyOf(rows);
    }

    private static Row row(KernelPart part, double millis, double share) {
        return new Row(part.node(), part.what(), part.method(), part.multiplyAdds(), 0, millis, share);
    }
}
