package io.djong.network;

/** A port of a container as it is reachable on the host. */
public record PublishedPort(Protocol protocol, int containerPort, Ipv4 hostIp, int hostPort) {}
