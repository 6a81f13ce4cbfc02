package org.neocog.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.neocog.NeocogException;

final class LearningRateTest {
    private static final double[] LOSSES = {2, 1.0 / 3, 0.4, Double.NaN, 0.33, 0.1, 0.2, 0.3, 0.4, 0.5};

    @Test
    void resumedAfterAnyEpochItGoesOnAsIfNothingHadHappened() {
        Schedule schedule = Schedules.parse("plateau:factor=0.3,patience=1,warmup=3", 0.1);
        for (int cut = 0; cut <= LOSSES.length; cut++) {
            LearningRate whole = new LearningRate(schedule);
            LearningRate resumed = new LearningRate(schedule);
            for (int epoch = 0; epoch < LOSSES.length; epoch++) {
                if (epoch == cut) {
                    JsonObject saved = JsonParser.parseString(resumed.toJson().toString()).getAsJsonObject();
                    resumed = new LearningRate(schedule);
                    resumed.restore(saved);
                }
                Progress progress = new Progress(epoch, epoch, 1, LOSSES.length);
                assertEquals(whole.at(progress), resumed.at(progress), "cut " + cut + ", epoch " + epoch);
                whole.epochEnd(LOSSES[epoch]);
                resumed.epochEnd(LOSSES[epoch]);
            }
            assertEquals(whole.toJson(), resumed.toJson());
        }
    }

    @Test
    void theStateIsPlainJson() {
        LearningRate rate = new LearningRate(new Schedule.Plateau(0.1, 0.5, 1, 0, 0));
        assertEquals("{\"badEpochs\":0,\"reductions\":0}", rate.toJson().toString());
        rate.epochEnd(0.1);
        rate.epochEnd(0.2);
        assertEquals("{\"bestLoss\":0.1,\"badEpochs\":1,\"reductions\":0}", rate.toJson().toString());
        rate.epochEnd(0.2);
        assertEquals("{\"bestLoss\":0.1,\"badEpochs\":0,\"reductions\":1}", rate.toJson().toString());
        assertEquals(0.05f, rate.at(new Progress(0, 0, 1, 1)));
    }

    @Test
    void aStateThatIsNoneIsRefused() {
        LearningRate rate = new LearningRate(new Schedule.Constant(0.1));
        for (String json : List.of(
                "{}",
                "{\"badEpochs\":0}",
                "{\"badEpochs\":-1,\"reductions\":0}",
                "{\"badEpochs\":\"x\",\"reductions\":0}",
                "{\"badEpochs\":null,\"reductions\":0}",
                "{\"badEpochs\":[],\"reductions\":0}",
                "{\"badEpochs\":0,\"reductions\":0,\"bestLoss\":{}}")) {
            JsonObject state = JsonParser.parseString(json).getAsJsonObject();
            String message = assertThrows(NeocogException.class, () -> rate.restore(state), json).getMessage();
            assertTrue(message.contains("needs badEpochs and reductions"), message);
        }
    }
}
