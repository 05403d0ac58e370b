package io.djong.kernel.nft;

import static io.djong.kernel.netlink.wire.NetlinkSocket.FLAG_ACK;
import static io.djong.kernel.netlink.wire.NetlinkSocket.FLAG_CREATE;
import static io.djong.kernel.netlink.wire.NetlinkSocket.FLAG_DUMP;
import static io.djong.kernel.netlink.wire.NetlinkSocket.FLAG_EXCL;
import static io.djong.kernel.netlink.wire.NetlinkSocket.FLAG_REQUEST;

import io.djong.kernel.Errno;
import io.djong.kernel.KernelException;
import io.djong.kernel.netlink.wire.Attributes;
import io.djong.kernel.netlink.wire.Message;
import io.djong.kernel.netlink.wire.MessageWriter;
import io.djong.kernel.netlink.wire.NetlinkSocket;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Adds and removes elements of maps in a table of family {@code ip}, through nfnetlink ({@code linux/netfilter/
 * nf_tables.h}): ten times as fast as by text.
 *
 * <p>The changes gathered in one object are one transaction: all or none. Belongs to the namespace of the thread that
 * opened it; for one thread at a time.
 */
public final class Elements implements AutoCloseable {
    private static final int SUBSYSTEM = 10 << 8;
    private static final int BATCH_BEGIN = 0x10;
    private static final int BATCH_END = 0x11;
    private static final int NEW_ELEMENT = SUBSYSTEM | 12;
    private static final int GET_ELEMENT = SUBSYSTEM | 13;
    private static final int DELETE_ELEMENT = SUBSYSTEM | 14;
    private static final int AF_INET = 2;
    private static final int HEADER = 4;

    private static final int LIST_TABLE = 1;
    private static final int LIST_SET = 2;
    private static final int LIST_ELEMENTS = 3;
    private static final int LIST_ELEMENT = 1;
    private static final int ELEMENT_KEY = 1;
    private static final int ELEMENT_DATA = 2;
    private static final int DATA_VALUE = 1;

    private final NetlinkSocket socket;
    private final String table;
    private final List<Change> changes = new ArrayList<>();

    private record Change(boolean add, String map, ElementKey key, ElementKey value) {}

    /** An element as the kernel holds it, as hexadecimal digits of its parts. */
    public record Element(String key, String value) {
        /** The element that {@link Elements#add} makes of these. */
        public static Element of(ElementKey key, ElementKey value) {
            return new Element(hex(key.bytes()), hex(value.bytes()));
        }
    }

    private Elements(NetlinkSocket socket, String table) {
        this.socket = socket;
        this.table = table;
    }

    /** Opens a socket in the calling thread's network namespace. */
    public static Elements open(String table) {
        return new Elements(NetlinkSocket.open(NetlinkSocket.NETFILTER), table);
    }

    /** Notes an element to be added; it must not be there. */
    public Elements add(String map, ElementKey key, ElementKey value) {
        changes.add(new Change(true, map, key, value));
        return this;
    }

    /** Notes an element to be removed; it must be there. */
    public Elements remove(String map, ElementKey key) {
        changes.add(new Change(false, map, key, new ElementKey()));
        return this;
    }

    /** Makes the noted changes. @throws KernelException if one is refused; then none is made */
    public void commit() {
        if (changes.isEmpty()) {
            return;
        }
        byte[] batch = batch();
        List<Change> sent = List.copyOf(changes);
        changes.clear();
        for (NetlinkSocket.Answer answer : socket.request(batch, sent.size())) {
            if (answer.failed()) {
                Change change = sent.get(Math.clamp(answer.sequence() - 1L, 0, sent.size() - 1));
                String subject = "element " + hex(change.key().bytes()) + " of map " + change.map();
                throw new KernelException(Errno.of(answer.error()), change.add() ? "add" : "remove", subject);
            }
        }
    }

    /** All elements of a map. */
    public List<Element> list(String map) {
        MessageWriter out = new MessageWriter();
        header(out, GET_ELEMENT, FLAG_REQUEST | FLAG_DUMP, 1);
        out.attribute(LIST_TABLE, table).attribute(LIST_SET, map).end();
        List<Element> found = new ArrayList<>();
        for (Message message : socket.dump(out.toByteArray(), "list map " + map)) {
            Attributes elements = message.attributes(HEADER).nested(LIST_ELEMENTS);
            for (Attributes element : elements.list(LIST_ELEMENT)) {
                found.add(new Element(data(element, ELEMENT_KEY), data(element, ELEMENT_DATA)));
            }
        }
        return found;
    }

    private byte[] batch() {
        MessageWriter out = new MessageWriter();
        control(out, BATCH_BEGIN, 0);
        for (int i = 0; i < changes.size(); i++) {
            change(out, changes.get(i), i + 1);
        }
        control(out, BATCH_END, changes.size() + 1);
        return out.toByteArray();
    }

    private void change(MessageWriter out, Change change, int sequence) {
        int type = change.add() ? NEW_ELEMENT : DELETE_ELEMENT;
        int flags = FLAG_REQUEST | FLAG_ACK | (change.add() ? FLAG_CREATE | FLAG_EXCL : 0);
        header(out, type, flags, sequence);
        out.attribute(LIST_TABLE, table).attribute(LIST_SET, change.map());
        int list = out.openFlagged(LIST_ELEMENTS);
        int element = out.openFlagged(LIST_ELEMENT);
        data(out, ELEMENT_KEY, change.key().bytes());
        if (change.add()) {
            data(out, ELEMENT_DATA, change.value().bytes());
        }
        out.close(element).close(list).end();
    }

    private static void data(MessageWriter out, int type, byte[] value) {
        int mark = out.openFlagged(type);
        out.attribute(DATA_VALUE, value).close(mark);
    }

    private static String data(Attributes element, int type) {
        return hex(element.nested(type).bytes(DATA_VALUE).orElse(new byte[0]));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /** struct nfgenmsg: family, version, resource id. */
    private static void header(MessageWriter out, int type, int flags, int sequence) {
        out.begin(type, flags, sequence).int8(AF_INET).int8(0).int16(0);
    }

    /** The frame of a transaction: the resource id is the subsystem's number, in network order. */
    private static void control(MessageWriter out, int type, int sequence) {
        out.begin(type, FLAG_REQUEST, sequence)
                .int8(0)
                .int8(0)
                .bytes(new byte[] {0, SUBSYSTEM >> 8})
                .end();
    }

    @Override
    public void close() {
        socket.close();
    }
}
