package org.neocog.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.neocog.train.TrainListener;

class TrainListenersTest {
    /** What a listener can be told has a default that does nothing, so one that is forgotten here would be lost in silence. */
    @Test
    void everythingThatAListenerCanBeToldIsPassedOn() throws NoSuchMethodException {
        List<Method> told = Arrays.stream(TrainListener.class.getMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .toList();
        assertFalse(told.isEmpty());
        for (Method method : told) {
            assertEquals(
                    TrainListeners.class,
                    TrainListeners.class.getMethod(method.getName(), method.getParameterTypes()).getDeclaringClass(),
                    method.toString());
        }
    }
}
