package io.djong.runtime;

import io.djong.kernel.event.Poller;
import io.djong.kernel.process.Reaper;
import io.djong.runtime.cgroup.Cgroups;

/** What every task needs of its surroundings. */
record Host(
        RuntimePaths paths,
        Reaper reaper,
        Poller poller,
        Cgroups cgroups,
        CgroupPrimer primer,
        OciRuntimes runtimes,
        SpareMonitor spare) {}
