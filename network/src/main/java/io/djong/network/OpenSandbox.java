package io.djong.network;

import java.util.List;

/** A sandbox and the ports that it holds. */
record OpenSandbox(Sandbox sandbox, List<PortTable.Claim> claims) {
    OpenSandbox {
        claims = List.copyOf(claims);
    }
}
