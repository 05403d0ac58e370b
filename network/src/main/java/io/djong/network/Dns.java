package io.djong.network;

import java.util.List;

/** What a container's resolv.conf is to say; an empty list takes the daemon's setting, and that empty the host's file. */
public record Dns(List<String> servers, List<String> search, List<String> options) {
    public static final Dns EMPTY = new Dns(List.of(), List.of(), List.of());

    public Dns {
        servers = List.copyOf(servers);
        search = List.copyOf(search);
        options = List.copyOf(options);
    }
}
