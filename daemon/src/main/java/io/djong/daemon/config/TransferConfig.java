package io.djong.daemon.config;

/** How many layers are transferred at the same time, over all pulls and over all pushes. */
public record TransferConfig(int downloads, int uploads) {}
