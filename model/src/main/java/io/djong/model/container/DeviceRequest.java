package io.djong.model.container;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** Devices asked for by what they can do (GPUs) or by CDI name. */
@JsonNaming(PropertyNamingStrategies.UpperCamelCaseStrategy.class)
public record DeviceRequest(
        String driver,
        int count,
        @JsonProperty("DeviceIDs") List<String> deviceIds,
        List<List<String>> capabilities,
        Map<String, String> options) {
    public DeviceRequest {
        driver = driver == null ? "" : driver;
        deviceIds = deviceIds == null ? List.of() : List.copyOf(deviceIds);
        capabilities = capabilities == null ? List.of() : List.copyOf(capabilities);
        options = Ordered.copy(options);
    }
}
