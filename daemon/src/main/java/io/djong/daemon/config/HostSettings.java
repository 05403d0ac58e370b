package io.djong.daemon.config;

import io.djong.model.container.Ulimit;
import io.djong.model.error.InvalidArgument;
import io.djong.model.json.Json;
import io.djong.model.text.ByteSize;
import io.djong.runtime.spec.HostDefaults;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** The part of the configuration that is about what containers get of the host by default. */
final class HostSettings {
    private static final HostDefaults STANDARD = HostDefaults.STANDARD;

    private final Settings settings;

    HostSettings(Settings settings) {
        this.settings = settings;
    }

    HostDefaults defaults() {
        List<Ulimit> ulimits = new ArrayList<>();
        settings.all(Options.DEFAULT_ULIMIT, HostSettings::ulimits).forEach(ulimits::addAll);
        return new HostDefaults(
                given(Options.DEFAULT_IPC, HostSettings::ipc, STANDARD.ipcMode()),
                given(Options.DEFAULT_CGROUPNS, HostSettings::cgroup, STANDARD.cgroupnsMode()),
                given(Options.DEFAULT_SHM_SIZE, HostSettings::size, STANDARD.shmSize()),
                ulimits,
                settings.isOn(Options.INIT, STANDARD.init()),
                settings.last(Options.INIT_PATH).orElse(STANDARD.initPath()));
    }

    private <T> T given(Option option, Function<String, T> parser, T standard) {
        return settings.last(option, parser).orElse(standard);
    }

    /** Checked alone, so that the message names the setting. */
    private static String ipc(String mode) {
        return new HostDefaults(mode, "", 1, List.of(), false, "").ipcMode();
    }

    private static String cgroup(String mode) {
        return new HostDefaults(STANDARD.ipcMode(), mode, 1, List.of(), false, "").cgroupnsMode();
    }

    private static long size(String text) {
        long size = ByteSize.parseBinary(text).orElseThrow(() -> new InvalidArgument("invalid size: '" + text + "'"));
        return new HostDefaults(STANDARD.ipcMode(), "", size, List.of(), false, "").shmSize();
    }

    /** {@code nofile=1024:2048} of the command line, or the file's object. */
    private static List<Ulimit> ulimits(String text) {
        if (!text.startsWith("{")) {
            return List.of(ulimit(text));
        }
        List<Ulimit> all = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : Json.read(text, JsonNode.class).properties()) {
            JsonNode limit = entry.getValue();
            long hard = limit.path("Hard").asLong(-1);
            all.add(checked(new Ulimit(entry.getKey(), limit.path("Soft").asLong(hard), hard)));
        }
        return all;
    }

    private static Ulimit ulimit(String text) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw new InvalidArgument("invalid ulimit argument: " + text);
        }
        String[] limits = text.substring(equals + 1).split(":", -1);
        if (limits.length > 2) {
            throw new InvalidArgument(
                    "too many limit value arguments - " + text + ", can only have up to two," + " `soft[:hard]`");
        }
        long soft = Long.parseLong(limits[0]);
        return checked(
                new Ulimit(text.substring(0, equals), soft, limits.length == 1 ? soft : Long.parseLong(limits[1])));
    }

    private static Ulimit checked(Ulimit ulimit) {
        boolean above = ulimit.hard() != -1 && Long.compareUnsigned(ulimit.soft(), ulimit.hard()) > 0;
        if (above) {
            throw new InvalidArgument("ulimit soft limit must be less than or equal to hard limit: " + ulimit.soft()
                    + " > " + ulimit.hard());
        }
        return ulimit;
    }
}
