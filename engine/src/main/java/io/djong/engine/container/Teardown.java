package io.djong.engine.container;

import io.djong.model.ContainerId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives back what containers had of the host. A step that fails is logged, and the others are taken all the same: what
 * is left is found again at the next start of the daemon ({@link ContainerRestorer}).
 */
final class Teardown {
    private static final Logger LOG = LoggerFactory.getLogger(Teardown.class);

    private Teardown() {}

    /** Takes a step. @return whether it succeeded */
    static boolean step(ContainerId id, String what, Runnable step) {
        try {
            step.run();
            return true;
        } catch (RuntimeException e) {
            LOG.warn("container {}: giving back {} failed", id, what, e);
            return false;
        }
    }
}
