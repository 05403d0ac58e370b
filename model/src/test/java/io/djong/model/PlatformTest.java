package io.djong.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTest {
    @ParameterizedTest
    @CsvSource({
        "linux/amd64, linux/amd64, true",
        "linux/386, linux/amd64, true",
        "linux/arm/v7, linux/arm64, true",
        "linux/amd64, linux/386, false",
        "linux/arm64, linux/amd64, false",
        "linux/s390x, linux/amd64, false",
        "windows/amd64, linux/amd64, false"
    })
    void programsRunOnTheirKindAndOnWhatIsBuiltUponIt(String image, String host, boolean runs) {
        assertEquals(runs, Platform.parse(image).runsOn(Platform.parse(host)));
    }
}
