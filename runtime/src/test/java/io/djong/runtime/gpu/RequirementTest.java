package io.djong.runtime.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequirementTest {
    @TempDir
    Path temp;

    private Optional<String> unmet(String driver, String model, String... environment) throws IOException {
        NvidiaDriver found =
                FakeHost.with(temp, driver).gpu("0000:01:00.0", 0, model).driver();
        return Requirement.of(List.of(environment)).unmet("app", found);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    cuda>=12.2 | 535.104.05 | NVIDIA A100 | true
                    cuda>=12.2 | 470.57.02 | NVIDIA A100 | false
                    cuda>=11.4 | 470.57.02 | NVIDIA A100 | true
                    cuda>=11.5 | 470.57.02 | NVIDIA A100 | false
                    cuda<12.0 | 525.60.13 | NVIDIA A100 | false
                    cuda>=99.0 | 999.10 | NVIDIA A100 | true
                    cuda>=8.0 | 340.108 | NVIDIA A100 | false
                    driver>=470,driver<471 | 470.57.02 | NVIDIA A100 | true
                    driver>=470,driver<471 | 471.10 | NVIDIA A100 | false
                    driver!=470.57.02 | 470.57.02 | NVIDIA A100 | false
                    driver=470.57.02 | 470.57.2 | NVIDIA A100 | true
                    cuda>=12.2 brand=tesla,driver>=470,driver<471 | 470.57.02 | Tesla T4 | true
                    cuda>=12.2 brand=tesla,driver>=470,driver<471 | 470.57.02 | NVIDIA GeForce RTX 3090 | false
                    brand!=geforce | 535.104.05 | NVIDIA GeForce RTX 3090 | false
                    arch>=9.0 | 535.104.05 | NVIDIA A100 | true
                    nonsense | 535.104.05 | NVIDIA A100 | true
                    """)
    void aSpaceIsOrAndACommaIsAnd(String text, String driver, String model, boolean met) throws IOException {
        assertEquals(met, unmet(driver, model, "NVIDIA_REQUIRE_CUDA=" + text).isEmpty());
    }

    @Test
    void theWordsSayWhatToDo() throws IOException {
        assertEquals(
                Optional.of("image app needs CUDA >= 12.2, whose driver is 535 or newer; this host's driver is"
                        + " 470.57.02: update the driver or use an image for CUDA <= 11.4"),
                unmet(
                        "470.57.02",
                        "NVIDIA GeForce GTX 1080",
                        "NVIDIA_REQUIRE_CUDA=cuda>=12.2 brand=tesla,driver>=470"));
        assertEquals(
                Optional.of("image app needs driver>=550; this host's driver is 470.57.02"),
                unmet("470.57.02", "NVIDIA A100", "NVIDIA_REQUIRE_DRIVER=driver>=550"));
    }

    @Test
    void eachVariableMustBeSatisfied() throws IOException {
        assertEquals(
                false,
                unmet("535.104.05", "NVIDIA A100", "NVIDIA_REQUIRE_CUDA=cuda>=11.0", "NVIDIA_REQUIRE_X=driver<500")
                        .isEmpty());
    }

    @Test
    void imagesFromBeforeThereWereRequirementsSayTheirVersion() throws IOException {
        assertEquals(
                false, unmet("470.57.02", "NVIDIA A100", "CUDA_VERSION=12.0.1").isEmpty());
        assertEquals(
                true, unmet("535.54.03", "NVIDIA A100", "CUDA_VERSION=12.0.1").isEmpty());
    }

    @Test
    void whoTurnsThemOffIsLeftAlone() throws IOException {
        assertEquals(
                true,
                unmet("470.57.02", "NVIDIA A100", "NVIDIA_REQUIRE_CUDA=cuda>=12.2", "NVIDIA_DISABLE_REQUIRE=1")
                        .isEmpty());
        assertEquals(true, unmet("470.57.02", "NVIDIA A100").isEmpty());
    }
}
