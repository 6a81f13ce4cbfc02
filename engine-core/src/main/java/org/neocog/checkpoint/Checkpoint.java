package org.neocog.checkpoint;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.neocog.tensor.HostTensor;

/**
 * Everything that training needs to go on as if it had not stopped.
 *
 * @param tensors weights under their parameter's own name ({@code conv1.weight}), the optimizer's under
 *     {@link #optimizerSlot}; the order is kept, the arrays are not copied
 * @param state the rest; {@code step}, the count of steps done, must be in it. NaN and infinities come back from a file as
 *     strings that {@code getAsDouble} reads
 */
public record Checkpoint(Map<String, HostTensor> tensors, JsonObject state) {
    /**
     * @throws IllegalArgumentException if the state has no {@code step}, or one that is not a whole number from 0 on
     */
    public Checkpoint {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        state = state.deepCopy();
        if (!hasStep(state)) {
            throw new IllegalArgumentException(
                    "a checkpoint's state needs a step, a whole number from 0 on, not " + state.get("step"));
        }
    }

    static boolean hasStep(JsonObject state) {
        return state.get("step") instanceof JsonPrimitive step && step.getAsString().matches("[0-9]{1,18}");
    }

    /** Steps done when the checkpoint was taken. */
    public long step() {
        return state.get("step").getAsLong();
    }

    /** The name of an optimizer's tensor: {@code optimizer/conv1.weight/velocity}. */
    public static String optimizerSlot(String parameter, String slot) {
        return "optimizer/" + parameter + "/" + slot;
    }
}
