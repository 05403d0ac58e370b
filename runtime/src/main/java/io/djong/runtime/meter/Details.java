package io.djong.runtime.meter;

import io.djong.model.usage.Counters;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Those lines of {@code memory.stat} that are passed on. What a kernel does not tell counts as 0, as in Docker. */
final class Details {
    /** Of cgroup v1; each also with all groups below it, under {@code total_}. */
    static final Details V1 = new Details(List.of(
            "active_anon",
            "active_file",
            "cache",
            "dirty",
            "hierarchical_memory_limit",
            "hierarchical_memsw_limit",
            "inactive_anon",
            "inactive_file",
            "mapped_file",
            "pgfault",
            "pgmajfault",
            "pgpgin",
            "pgpgout",
            "rss",
            "rss_huge",
            "total_active_anon",
            "total_active_file",
            "total_cache",
            "total_dirty",
            "total_inactive_anon",
            "total_inactive_file",
            "total_mapped_file",
            "total_pgfault",
            "total_pgmajfault",
            "total_pgpgin",
            "total_pgpgout",
            "total_rss",
            "total_rss_huge",
            "total_unevictable",
            "total_writeback",
            "unevictable",
            "writeback"));

    static final Details V2 = new Details(List.of(
            "active_anon",
            "active_file",
            "anon",
            "anon_thp",
            "file",
            "file_dirty",
            "file_mapped",
            "file_writeback",
            "inactive_anon",
            "inactive_file",
            "kernel_stack",
            "pgactivate",
            "pgdeactivate",
            "pgfault",
            "pglazyfree",
            "pglazyfreed",
            "pgmajfault",
            "pgrefill",
            "pgscan",
            "pgsteal",
            "shmem",
            "slab",
            "slab_reclaimable",
            "slab_unreclaimable",
            "sock",
            "thp_collapse_alloc",
            "thp_fault_alloc",
            "unevictable",
            "workingset_activate",
            "workingset_nodereclaim",
            "workingset_refault"));

    private final List<String> names;
    private final Map<String, Integer> places = new HashMap<>();

    private Details(List<String> names) {
        this.names = names;
        for (int i = 0; i < names.size(); i++) {
            places.put(names.get(i), i);
        }
    }

    /** Reads the lines of the text. */
    Counters of(CounterText text) {
        Long[] values = new Long[names.size()];
        java.util.Arrays.fill(values, 0L);
        for (; !text.atEnd(); text.nextLine()) {
            Integer place = places.get(text.word());
            if (place != null) {
                values[place] = text.number(0);
            }
        }
        return new Counters(names, List.of(values));
    }
}
