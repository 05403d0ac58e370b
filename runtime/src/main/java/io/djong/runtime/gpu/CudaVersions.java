package io.djong.runtime.gpu;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Which version of CUDA came with which driver for Linux (the release notes of the CUDA toolkit). */
final class CudaVersions {
    /** CUDA's version, and the first driver that has it. */
    private static final List<Map.Entry<String, String>> FIRST_DRIVERS = List.of(
            Map.entry("8.0", "367.48"),
            Map.entry("9.0", "384.81"),
            Map.entry("9.1", "390.46"),
            Map.entry("9.2", "396.26"),
            Map.entry("10.0", "410.48"),
            Map.entry("10.1", "418.39"),
            Map.entry("10.2", "440.33"),
            Map.entry("11.0", "450.36.06"),
            Map.entry("11.1", "455.23"),
            Map.entry("11.2", "460.27.03"),
            Map.entry("11.3", "465.19.01"),
            Map.entry("11.4", "470.42.01"),
            Map.entry("11.5", "495.29.05"),
            Map.entry("11.6", "510.39.01"),
            Map.entry("11.7", "515.43.04"),
            Map.entry("11.8", "520.61.05"),
            Map.entry("12.0", "525.60.13"),
            Map.entry("12.1", "530.30.02"),
            Map.entry("12.2", "535.54.03"),
            Map.entry("12.3", "545.23.06"),
            Map.entry("12.4", "550.54.14"),
            Map.entry("12.5", "555.42.02"),
            Map.entry("12.6", "560.28.03"),
            Map.entry("12.8", "570.26"),
            Map.entry("12.9", "575.51.03"),
            Map.entry("13.0", "580.65.06"),
            Map.entry("13.1", "590.44.01"));

    private final NavigableMap<DottedVersion, DottedVersion> byCuda = new TreeMap<>();
    private final NavigableMap<DottedVersion, DottedVersion> byDriver = new TreeMap<>();

    CudaVersions() {
        for (Map.Entry<String, String> entry : FIRST_DRIVERS) {
            DottedVersion cuda = DottedVersion.parse(entry.getKey()).orElseThrow();
            DottedVersion driver = DottedVersion.parse(entry.getValue()).orElseThrow();
            byCuda.put(cuda, driver);
            byDriver.put(driver, cuda);
        }
    }

    /** The newest CUDA that a driver has; empty for one from before them all. */
    Optional<DottedVersion> ofDriver(DottedVersion driver) {
        return Optional.ofNullable(byDriver.floorEntry(driver)).map(Map.Entry::getValue);
    }

    /** The first driver that has a version of CUDA; empty for one that came after this was written. */
    Optional<DottedVersion> firstDriver(DottedVersion cuda) {
        return Optional.ofNullable(byCuda.ceilingEntry(cuda)).map(Map.Entry::getValue);
    }

    /** Whether a driver is newer than all that were known when this was written. */
    boolean isNewer(DottedVersion driver) {
        return driver.part(0) > byDriver.lastKey().part(0);
    }
}
