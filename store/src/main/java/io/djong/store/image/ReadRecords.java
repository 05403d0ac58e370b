package io.djong.store.image;

import io.djong.model.json.Json;
import io.djong.store.db.Row;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Records by the documents that they were read from. They are read again and again, and to parse one takes many times
 * as long as to read it; what is in the database decides, so nothing here is ever out of date.
 */
final class ReadRecords {
    private final ConcurrentHashMap<ByteBuffer, ImageRecord> records = new ConcurrentHashMap<>();

    /** The record in a row's first column. */
    ImageRecord record(Row row) {
        byte[] document = row.bytes(1);
        return records.computeIfAbsent(ByteBuffer.wrap(document), _ -> Json.read(document, ImageRecord.class));
    }

    /** Forgets all but these, the very ones. */
    void keep(List<ImageRecord> present) {
        if (records.size() > present.size()) {
            Set<ImageRecord> kept = Collections.newSetFromMap(new IdentityHashMap<>());
            kept.addAll(present);
            records.values().removeIf(record -> !kept.contains(record));
        }
    }
}
