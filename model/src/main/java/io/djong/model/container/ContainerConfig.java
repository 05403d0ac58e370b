package io.djong.model.container;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.djong.model.json.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** What runs in a container and what an image says of it by default (API definition ContainerConfig). Entrypoint and command are null where unset: empty means none. */
@JsonNaming(PropertyNamingStrategies.UpperCamelCaseStrategy.class)
public record ContainerConfig(
        String hostname,
        String domainname,
        String user,
        boolean attachStdin,
        boolean attachStdout,
        boolean attachStderr,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Object> exposedPorts,
        boolean tty,
        boolean openStdin,
        boolean stdinOnce,
        List<String> env,

        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) @Nullable
        List<String> cmd,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable HealthConfig healthcheck,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean argsEscaped,
        String image,
        Map<String, Object> volumes,
        String workingDir,

        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) @Nullable
        List<String> entrypoint,

        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean networkDisabled,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String macAddress,
        List<String> onBuild,
        Map<String, String> labels,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String stopSignal,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer stopTimeout,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> shell) {
    public ContainerConfig {
        hostname = hostname == null ? "" : hostname;
        domainname = domainname == null ? "" : domainname;
        user = user == null ? "" : user;
        exposedPorts = Ordered.copy(exposedPorts);
        env = env == null ? List.of() : List.copyOf(env);
        image = image == null ? "" : image;
        volumes = Ordered.copy(volumes);
        workingDir = workingDir == null ? "" : workingDir;
        onBuild = onBuild == null ? List.of() : List.copyOf(onBuild);
        labels = Ordered.copy(labels);
        macAddress = macAddress == null ? "" : macAddress;
        stopSignal = stopSignal == null ? "" : stopSignal;
        shell = shell == null ? List.of() : List.copyOf(shell);
    }

    public static final ContainerConfig EMPTY = Json.read("{}", ContainerConfig.class);
}
