package io.djong.model.container;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an engine settles of a {@link HostConfig} that a request may leave open: the values that are kept and shown.
 *
 * @param memorySwappiness null for the host's
 * @param pidsLimit null for none
 */
public record HostChoices(
        LogConfig logConfig,
        String networkMode,
        String ipcMode,
        String pidMode,
        String cgroupnsMode,
        String runtime,
        @Nullable List<String> securityOpt,
        long shmSize,
        long memorySwap,
        @Nullable Long memorySwappiness,
        @Nullable Long pidsLimit) {}
