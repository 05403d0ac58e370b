package io.djong.engine.container;

import io.djong.model.container.HostChoices;
import io.djong.model.container.HostConfig;
import io.djong.model.container.LogConfig;
import io.djong.model.error.InvalidArgument;
import io.djong.model.error.NotFound;
import io.djong.runtime.spec.HostDefaults;
import io.djong.runtime.spec.NamespaceMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Fills in what a request leaves open, when a container is made: what dockerd keeps and shows too.
 *
 * @param cgroupDefault the cgroup namespace that the kernel's version of cgroups suggests
 */
record Settlement(Supplier<HostDefaults> defaults, NamespaceMode cgroupDefault, ContainerIndex index) {
    /** @throws InvalidArgument if it names a container that there is not */
    HostConfig of(HostConfig asked, String runtime, LogConfig log) {
        boolean doublesMemory = asked.memory() > 0 && asked.memorySwap() == 0;
        return asked.with(new HostChoices(
                log,
                orElse(byId(asked.networkMode()), "default"),
                orElse(byId(asked.ipcMode()), defaults.get().ipcMode()),
                byId(asked.pidMode()),
                orElse(asked.cgroupnsMode(), cgroupMode(asked)),
                runtime,
                securityOptions(asked),
                asked.shmSize() == 0 ? defaults.get().shmSize() : asked.shmSize(),
                doublesMemory ? 2 * asked.memory() : asked.memorySwap(),
                positive(asked.memorySwappiness(), 0),
                positive(asked.pidsLimit(), 1)));
    }

    private String cgroupMode(HostConfig asked) {
        boolean unified = cgroupDefault.equals(NamespaceMode.PRIVATE);
        if (asked.privileged() && !unified) {
            return "host";
        }
        return orElse(defaults.get().cgroupnsMode(), unified ? "private" : "host");
    }

    /** A mode that names a container, by its id: names change. */
    private String byId(String mode) {
        Optional<String> owner = NamespaceOwner.of(mode);
        if (owner.isEmpty()) {
            return mode;
        }
        try {
            return NamespaceOwner.mode(index.get(owner.get()).id().value());
        } catch (NotFound e) {
            throw new InvalidArgument(e.message(), e); // a client takes "not found" here for the image's
        }
    }

    /** Docker shows that SELinux would not confine containers which share much with the host. */
    private static @Nullable List<String> securityOptions(HostConfig asked) {
        List<String> options = asked.securityOpt();
        boolean shares = asked.privileged()
                || asked.ipcMode().equals("host")
                || asked.pidMode().equals("host");
        boolean labelled = options != null && options.stream().anyMatch(option -> option.matches("label([=:].*)?"));
        if (!shares || labelled) {
            return options;
        }
        List<String> all = new ArrayList<>(options == null ? List.of() : options);
        all.add("label=disable");
        return all;
    }

    /** A number from the least on; anything below it is Docker's way to say that there is none. */
    private static @Nullable Long positive(@Nullable Long value, long least) {
        return value == null || value < least ? null : value;
    }

    private static String orElse(String text, String fallback) {
        return text.isEmpty() ? fallback : text;
    }
}
