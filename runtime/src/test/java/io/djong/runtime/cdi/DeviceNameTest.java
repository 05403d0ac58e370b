package io.djong.runtime.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceNameTest {
    @Test
    void aNameHasAKindAndADevice() {
        assertEquals(
                Optional.of(new DeviceName("nvidia.com/gpu", "GPU-1:0")), DeviceName.parse("nvidia.com/gpu=GPU-1:0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b=0", "Vendor-x.com/my_class=all", "v1.w2/net.rdma=a.b_c-d:e"})
    void lettersDigitsAndSomeSignsWithinAreAllowed(String name) {
        assertEquals(name, DeviceName.parse(name).orElseThrow().toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/dev/fuse",
                "vendor.com/class",
                "vendor.com=x",
                "1vendor.com/class=x",
                "vendor.com./class=x",
                "vendor.com/class-=x",
                "vendor.com/class=",
                "vendor.com/class=:x",
                "vendor.com/class=x-",
                "vendor.com/class=x y",
                "vendor.com/a/b=x",
                "/dev/a=b"
            })
    void allElseIsNoName(String text) {
        assertEquals(Optional.empty(), DeviceName.parse(text));
    }
}
