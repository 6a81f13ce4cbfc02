package org.neocog.cuda;

import java.util.ArrayDeque;
import java.util.Deque;
import jcuda.CudaException;

/** What a device holds, given back in the reverse order of its making. */
final class CudaResources implements AutoCloseable {
    /** Something to be given back that throws no checked exception. */
    private final Deque<AutoCloseable> held = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T resource) {
        held.push(resource);
        return resource;
    }

    @Override
    public void close() {
        while (!held.isEmpty()) {
            try {
                held.pop().close();
            } catch (CudaException _) {
                // The context is lost, and with it all that it held; that failure has been reported.
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
