package org.neocog.cuda;

import jcuda.CudaException;
import org.neocog.NeocogException;

/** What CUDA reports, as errors that say what was going on. */
final class CudaFailures {
    @FunctionalInterface
    interface Action {
        void run();
    }

    private CudaFailures() {}

    static boolean isOutOfMemory(CudaException e) {
        return String.valueOf(e.getMessage()).contains("OUT_OF_MEMORY");
    }

    /**
     * @param doing completes "failed while …": {@code copying images to the device}
     */
    static NeocogException failure(String device, String doing, CudaException e) {
        return new NeocogException(device + " failed while " + doing + ": " + e.getMessage() + ". The device cannot be used any"
                + " more by this process; start again, from the last checkpoint if there is one", e);
    }

    /** For giving things back: after a failure nothing can be given back, and that failure has been reported. */
    static void ignoring(Action action) {
        try {
            action.run();
        } catch (CudaException _) {
            // The context is lost, and with it all that it held.
        }
    }
}
