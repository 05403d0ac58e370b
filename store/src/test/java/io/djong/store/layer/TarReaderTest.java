package io.djong.store.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.model.error.InvalidArgument;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TarReaderTest {
    private static TarReader reader(byte[] archive) {
        return new TarReader(new ByteArrayInputStream(archive));
    }

    private static TarEntry only(byte[] archive) throws IOException {
        TarEntry entry = reader(archive).next();
        assertNotNull(entry);
        return entry;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void readsMembersAndSkipsWhatWasNotRead() throws IOException {
        TarReader reader = reader(new TarMaker()
                .file("a", "x".repeat(1000))
                .directory("d/")
                .file("b", "y")
                .end());
        TarEntry first = reader.next();
        assertNotNull(first);
        assertEquals("a", first.name());
        assertEquals(1000, first.size());
        assertEquals(Instant.ofEpochSecond(1_700_000_000L), first.modified());
        TarEntry second = reader.next();
        assertNotNull(second);
        assertEquals(TarEntry.Kind.DIRECTORY, second.kind());
        TarEntry third = reader.next();
        assertNotNull(third);
        byte[] content = new byte[10];
        assertEquals(1, reader.read(content, 0, 10));
        assertEquals(-1, reader.read(content, 0, 10));
        assertNull(reader.next());
    }

    @Test
    void extendedHeadersGoBeforeTheHeader() throws IOException {
        byte[] capability = {1, 0, 0, 2, (byte) 0xff, (byte) 0xfe, 0, 0, (byte) 0x80, 0};
        TarEntry entry = only(new TarMaker()
                .pax(
                        TarMaker.record("path", bytes("long/" + "n".repeat(300))),
                        TarMaker.record("mtime", bytes("-12.25")),
                        TarMaker.record("uid", bytes("4000000000")),
                        TarMaker.record("SCHILY.xattr.security.capability", capability))
                .file("short", "abc")
                .end());
        assertEquals("long/" + "n".repeat(300), entry.name());
        assertEquals(Instant.ofEpochSecond(-13, 750_000_000), entry.modified());
        assertEquals(4_000_000_000L, entry.uid());
        assertArrayEquals(capability, entry.xattrs().get("security.capability"));
    }

    @Test
    void gnuLongNamesGoBeforeTheHeader() throws IOException {
        TarEntry entry = only(new TarMaker()
                .member('L', "././@LongLink", "", bytes("n".repeat(200) + "\0"))
                .member('K', "././@LongLink", "", bytes("t".repeat(300) + "\0"))
                .symlink("n", "t")
                .end());
        assertEquals("n".repeat(200), entry.name());
        assertEquals("t".repeat(300), entry.link());
    }

    @Test
    void namesThatAreNotUtf8KeepTheirBytes() throws IOException {
        byte[] archive = new TarMaker()
                .pax(TarMaker.record("path", new byte[] {'a', (byte) 0xe9, 'b'}))
                .file("x", "")
                .end();
        assertEquals("a\udce9b", only(archive).name());
    }

    @Test
    void numbersMayBeBinary() {
        byte[] field = {(byte) 0x80, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 5};
        assertEquals((1L << 32) + 5, TarHeader.number(field, 0, 12));
        byte[] negative = {-1, -1, -1, -1, -1, -1, -1, -2};
        assertEquals(-2, TarHeader.number(negative, 0, 8));
    }

    @Test
    void aCleanEndWithoutTrailerIsAnEnd() throws IOException {
        TarReader reader = reader(new TarMaker().file("a", "x").unfinished());
        assertNotNull(reader.next());
        assertNull(reader.next());
    }

    @Test
    void whatIsCutOffIsNotAnEnd() {
        byte[] whole = new TarMaker().file("a", "x".repeat(2000)).end();
        for (int length : new int[] {100, 511, 513, 1500, 2511}) {
            TarReader reader = reader(Arrays.copyOf(whole, length));
            assertThrows(
                    EOFException.class,
                    () -> {
                        while (reader.next() != null) {
                            // to the end
                        }
                    },
                    () -> "cut at " + length);
        }
    }

    @Test
    void hugeExtensionsAreRefusedBeforeTheyAreRead() {
        for (char type : new char[] {'x', 'L', 'K'}) {
            byte[] archive = new TarMaker().header(type, "x", "", 7L << 30).unfinished();
            assertThrows(InvalidArgument.class, () -> reader(archive).next());
        }
    }

    @Test
    void rubbishIsRefused() {
        byte[] rubbish = new byte[1024];
        new Random(1).nextBytes(rubbish);
        assertThrows(InvalidArgument.class, () -> reader(rubbish).next());
    }

    @Test
    void malformedRecordsAreRefused() {
        for (String records : new String[] {
            "5 a=b\n", "8 a\0=bc\n", "99 path=x\n", "x", "-1 a=b\n", "8 path=a", "3 =\n", "00000000000000000009 a=b\n\n"
        }) {
            byte[] archive = new TarMaker().pax(bytes(records)).file("a", "").end();
            assertThrows(InvalidArgument.class, () -> reader(archive).next(), records);
        }
    }

    @Test
    void sparseMapsMustFitTheFile() {
        for (String map : new String[] {"0,5,3,5", "100,10", "0,-1", "0,9223372036854775807,5,5", "1", "0,4"}) {
            byte[] archive = new TarMaker()
                    .pax(
                            TarMaker.record("GNU.sparse.map", bytes(map)),
                            TarMaker.record("GNU.sparse.size", bytes("20")),
                            TarMaker.record("GNU.sparse.name", bytes("s")))
                    .file("x", "0123456789")
                    .end();
            assertThrows(InvalidArgument.class, () -> reader(archive).next(), map);
        }
    }

    @Test
    void anUnknownTypeIsNamed() {
        InvalidArgument thrown = assertThrows(
                InvalidArgument.class,
                () -> reader(new TarMaker()
                                .member('V', "volume", "", new byte[0])
                                .end())
                        .next());
        assertEquals("unhandled tar header type 86 of \"volume\"", thrown.message());
    }

    @Test
    void pathsAreCleanedAndKeptInside() {
        assertEquals("a/b", EntryPaths.clean("/a//./b/"));
        assertEquals("b", EntryPaths.clean("a/../b"));
        assertEquals("", EntryPaths.clean("./"));
        assertEquals("...", EntryPaths.clean("..."));
        for (String name : new String[] {"..", "../x", "a/../../x", "/../x"}) {
            assertThrows(InvalidArgument.class, () -> EntryPaths.clean(name), name);
        }
    }

    /** Whatever the bytes, the reader either reads them or says what is wrong; it never fails in a way of its own. */
    @Test
    void mutatedArchivesAreReadOrRefused() {
        byte[] archive = new TarMaker()
                .pax(TarMaker.record("path", bytes("p")), TarMaker.record("SCHILY.xattr.user.a", bytes("v")))
                .file("a", "content")
                .pax(
                        TarMaker.record("GNU.sparse.map", bytes("0,4,10,6")),
                        TarMaker.record("GNU.sparse.size", bytes("20")),
                        TarMaker.record("mtime", bytes("1.5")))
                .file("x", "0123456789")
                .member('L', "long", "", bytes("n".repeat(150)))
                .member('S', "s", "", bytes("data"))
                .hardLink("h", "a")
                .end();
        Random random = new Random(7);
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] mutated = archive.clone();
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                mutate(mutated, random);
            }
            read += isRead(mutated) ? 1 : 0;
        }
        assertTrue(read > 100, "hardly anything was read: the mutations say nothing");
    }

    /** Changes a byte and mends the header's sum, if it is in one. */
    private static void mutate(byte[] archive, Random random) {
        int at = random.nextInt(archive.length);
        int block = at / TarReader.BLOCK * TarReader.BLOCK;
        archive[at] = (byte) (random.nextBoolean() ? random.nextInt(256) : '0' + random.nextInt(8));
        if (archive[block + 257] == 'u') {
            Arrays.fill(archive, block + 148, block + 156, (byte) ' ');
            int sum = 0;
            for (int i = 0; i < TarReader.BLOCK; i++) {
                sum += archive[block + i] & 0xff;
            }
            System.arraycopy(bytes("%06o\0 ".formatted(sum)), 0, archive, block + 148, 8);
        }
    }

    private static boolean isRead(byte[] archive) {
        TarReader reader = reader(archive);
        try {
            while (reader.next() != null) {
                // on to the end
            }
            return true;
        } catch (InvalidArgument | EOFException e) {
            return false;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
