package io.djong.engine.container;

import io.djong.engine.resources.CgroupLimits;
import io.djong.engine.resources.Checked;
import io.djong.engine.resources.ResourceCheck;
import io.djong.model.container.HostConfig;
import io.djong.model.container.RestartPolicy;
import io.djong.model.error.Conflict;
import io.djong.model.error.EngineException;
import io.djong.model.error.Internal;
import io.djong.runtime.Task;
import io.djong.runtime.Tasks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gives containers other resources and other restart policies. One that runs gets them at once; if that fails,
 * nothing has changed.
 */
final class ContainerUpdater {
    private final Tasks tasks;
    private final ContainerChanges changes;

    ContainerUpdater(Tasks tasks, ContainerChanges changes) {
        this.tasks = tasks;
        this.changes = changes;
    }

    /**
     * Changes what is set in {@code wanted}.
     *
     * @return what was left out, and why
     */
    List<String> update(Container container, HostConfig wanted) {
        Optional<RestartPolicy> policy = Optional.ofNullable(wanted.restartPolicy())
                .filter(p -> !p.name().isEmpty());
        policy.ifPresent(RestartRule::check);
        Checked checked = ResourceCheck.ofChange(new CgroupLimits(tasks.cgroups()), wanted);
        container.transition.lock();
        try {
            ContainerRecord before = container.record();
            refuseConflicts(before, checked.host(), policy);
            HostConfig host = before.host().withFields(fields(checked.host(), policy));
            Optional<Task> task = container.task().filter(_ -> !host.equals(before.host()));
            try {
                task.ifPresent(running -> apply(running, before, host));
                changes.replace(container, before.withHost(host), "update", Map.of());
            } catch (RuntimeException e) {
                task.ifPresent(running -> Interrupts.postpone(() -> restore(running, before.host(), e)));
                throw e;
            }
        } finally {
            container.transition.unlock();
        }
        return checked.warnings();
    }

    private void apply(Task task, ContainerRecord record, HostConfig now) {
        try {
            Interrupts.run("update", () -> tasks.update(task, now));
        } catch (Internal e) {
            throw new Internal(prefix(record) + e.message(), e);
        }
    }

    /** What was refused or broken off in the middle may be there in part. */
    private void restore(Task task, HostConfig before, RuntimeException refusal) {
        try {
            Interrupts.run("update", () -> tasks.update(task, before));
        } catch (EngineException e) {
            refusal.addSuppressed(e);
        }
    }

    private static void refuseConflicts(ContainerRecord record, HostConfig wanted, Optional<RestartPolicy> policy) {
        HostConfig has = record.host();
        refuseIf(
                record.state().status().isLeaving(),
                record,
                "container is marked for removal and cannot be \"update\"");
        String nano = "Conflicting options: Nano CPUs cannot be updated as ";
        refuseIf(wanted.nanoCpus() > 0 && has.cpuPeriod() > 0, record, nano + "CPU Period has already been set");
        refuseIf(wanted.nanoCpus() > 0 && has.cpuQuota() > 0, record, nano + "CPU Quota has already been set");
        String afterNano = " cannot be updated as NanoCPUs has already been set";
        refuseIf(wanted.cpuPeriod() > 0 && has.nanoCpus() > 0, record, "Conflicting options: CPU Period" + afterNano);
        refuseIf(wanted.cpuQuota() > 0 && has.nanoCpus() > 0, record, "Conflicting options: CPU Quota" + afterNano);
        refuseIf(
                wanted.memory() != 0 && wanted.memorySwap() == 0 && exceeds(wanted.memory(), has),
                record,
                "Memory limit should be smaller than already set memoryswap limit, update the memoryswap at the same"
                        + " time");
        refuseIf(
                has.autoRemove() && policy.filter(p -> !p.name().equals("no")).isPresent(),
                record,
                "Restart policy cannot be updated because AutoRemove is enabled for the container");
    }

    /** As Docker has it, no limit of swap counts as less than any. */
    private static boolean exceeds(long memory, HostConfig has) {
        return memory > has.memorySwap();
    }

    private static void refuseIf(boolean condition, ContainerRecord record, String why) {
        if (condition) {
            throw conflict(record, why);
        }
    }

    private static EngineException conflict(ContainerRecord record, String why) {
        return new Conflict(prefix(record) + why);
    }

    private static String prefix(ContainerRecord record) {
        return "Cannot update container " + record.id() + ": ";
    }

    /** The fields to change, by their names in the API. */
    private static Map<String, Object> fields(HostConfig wanted, Optional<RestartPolicy> policy) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("BlkioWeight", wanted.blkioWeight());
        fields.put("CpuShares", wanted.cpuShares());
        fields.put("NanoCpus", wanted.nanoCpus());
        fields.put("CpuPeriod", wanted.cpuPeriod());
        fields.put("CpuQuota", wanted.cpuQuota());
        fields.put("CpuRealtimePeriod", wanted.cpuRealtimePeriod());
        fields.put("CpuRealtimeRuntime", wanted.cpuRealtimeRuntime());
        fields.put("Memory", wanted.memory());
        fields.put("MemorySwap", wanted.memorySwap());
        fields.put("MemoryReservation", wanted.memoryReservation());
        fields.values().removeIf(value -> ((Number) value).longValue() == 0);
        if (!wanted.cpusetCpus().isEmpty()) {
            fields.put("CpusetCpus", wanted.cpusetCpus());
        }
        if (!wanted.cpusetMems().isEmpty()) {
            fields.put("CpusetMems", wanted.cpusetMems());
        }
        if (wanted.pidsLimit() != null) {
            fields.put("PidsLimit", wanted.pidsLimit());
        }
        policy.ifPresent(p -> fields.put("RestartPolicy", p));
        return fields;
    }
}
