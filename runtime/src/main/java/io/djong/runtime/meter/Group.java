package io.djong.runtime.meter;

import io.djong.model.usage.BlockIo;
import io.djong.model.usage.CpuUse;
import io.djong.model.usage.MemoryUse;
import io.djong.model.usage.PidUse;

/** What a control group tells of itself, each time anew. Closing it closes its files. */
sealed interface Group extends AutoCloseable permits GroupV1, GroupV2 {
    CpuUse cpu();

    MemoryUse memory();

    PidUse pids();

    BlockIo io();

    @Override
    void close();
}
