package io.djong.runtime;

import io.djong.runtime.cgroup.Cgroup;

/**
 * What a task consists of.
 *
 * @param handling by what it is run
 * @param process its main process
 * @param monitor the number of the conmon that was started for it
 * @param cgroup its control group
 * @param attachments the connections to its streams
 */
record Parts(Handling handling, MainProcess process, long monitor, Cgroup cgroup, Attachments attachments) {}
