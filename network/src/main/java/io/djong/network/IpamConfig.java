package io.djong.network;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** How a network gets its addresses (API definition IPAM). */
@JsonNaming(PropertyNamingStrategies.UpperCamelCaseStrategy.class)
public record IpamConfig(String driver, @Nullable Map<String, String> options, List<IpamPool> config) {
    public static final IpamConfig DEFAULT = new IpamConfig("default", null, List.of());

    public IpamConfig {
        driver = driver == null || driver.isEmpty() ? "default" : driver;
        options = options == null ? null : Map.copyOf(options);
        config = config == null ? List.of() : List.copyOf(config);
    }
}
