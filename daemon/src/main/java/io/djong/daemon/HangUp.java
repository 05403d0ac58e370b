package io.djong.daemon;

import io.djong.daemon.config.ConfigReader;
import io.djong.daemon.config.Reloaded;
import io.djong.engine.system.DaemonEvents;
import io.djong.model.error.EngineException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** SIGHUP has the configuration's file read again; from a wrong one nothing is taken. */
final class HangUp {
    private static final Logger LOG = LoggerFactory.getLogger(HangUp.class);

    private final ConfigReader reader;
    private final LiveConfig config;
    private final DaemonEvents events;

    HangUp(ConfigReader reader, LiveConfig config, DaemonEvents events) {
        this.reader = reader;
        this.config = config;
        this.events = events;
    }

    /** Follows the signal from now on. */
    void begin() {
        // Named in full: to import what is sun's is forbidden.
        sun.misc.Signal.handle(new sun.misc.Signal("HUP"), _ -> reload());
    }

    private synchronized void reload() {
        LOG.info("Got signal to reload configuration");
        try {
            Reloaded reloaded = reader.readAgain();
            config.adopt(reloaded.config());
            events.reloaded(reloaded.attributes());
            LOG.info("Reloaded configuration");
        } catch (EngineException e) {
            LOG.error("the configuration stays as it is: {}", e.message());
        }
    }
}
