package io.djong.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.engine.container.PlannedMount.Trait;
import io.djong.engine.volume.VolumePaths;
import io.djong.engine.volume.VolumeRequest;
import io.djong.model.ContainerId;
import io.djong.model.Digest;
import io.djong.model.container.ContainerConfig;
import io.djong.model.container.HostConfig;
import io.djong.model.error.InvalidArgument;
import io.djong.model.json.Json;
import io.djong.runtime.spec.BindMount.Access;
import io.djong.runtime.spec.BindMount.Reach;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MountPlanTest {
    private static final VolumePaths VOLUMES = new VolumePaths(Path.of("/volumes"));

    private static MountPlan plan(String id, String config, String host) {
        return new MountPlan(record(id, config, host, Ties.NONE), VOLUMES);
    }

    private static ContainerRecord record(String id, String config, String host, Ties ties) {
        return new ContainerRecord(
                new ContainerId(id.repeat(64)),
                "name",
                Instant.EPOCH,
                Digest.sha256(new byte[0]),
                Json.read(config.replace('\'', '"'), ContainerConfig.class),
                Json.read(host.replace('\'', '"'), HostConfig.class),
                "true",
                List.of(),
                Map.of(),
                ContainerState.CREATED,
                ties);
    }

    private static PlannedMount only(String config, String host) {
        List<PlannedMount> mounts = plan("a", config, host).mounts();
        assertEquals(1, mounts.size(), mounts::toString);
        return mounts.getFirst();
    }

    @Test
    void aVolumeOfTheImageGetsANameOfItsOwnThatStays() {
        PlannedMount mount = only("{'Volumes':{'/data/':{}}}", "{}");
        assertEquals("/data", mount.point().destination());
        assertEquals("volume", mount.point().type());
        assertTrue(mount.point().name().matches("[0-9a-f]{64}"));
        assertEquals(
                "/volumes/" + mount.point().name() + "/_data", mount.point().source());
        assertTrue(mount.is(Trait.ANONYMOUS));
        assertEquals(mount, only("{'Volumes':{'/data':{}}}", "{}"));
        PlannedMount another =
                plan("b", "{'Volumes':{'/data':{}}}", "{}").mounts().getFirst();
        assertNotEquals(mount.point().name(), another.point().name());
    }

    @Test
    void volumesWithoutANameAreEachTheirOwn() {
        List<PlannedMount> mounts = plan(
                        "a", "{}", "{'Mounts':[{'Type':'volume','Target':'/a'},{'Type':'volume','Target':'/b'}]}")
                .mounts();
        assertNotEquals(mounts.get(0).point().name(), mounts.get(1).point().name());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'Binds':['/src:/data']}",
                "{'Binds':['named:/data']}",
                "{'Mounts':[{'Type':'volume','Source':'named','Target':'/data'}]}"
            })
    void whatIsAskedForTakesThePlaceOfAVolumeOfTheImage(String host) {
        assertFalse(only("{'Volumes':{'/data':{}}}", host).is(Trait.ANONYMOUS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'Tmpfs':{'/data':''}}", "{'Mounts':[{'Type':'tmpfs','Target':'/data'}]}"})
    void aTmpfsTakesThePlaceOfAVolumeOfTheImage(String host) {
        assertEquals(List.of(), plan("a", "{'Volumes':{'/data':{}}}", host).mounts());
    }

    @Test
    void anEmptyVolumeCanBeAskedFor() {
        assertTrue(only("{}", "{'Binds':['named:/data:nocopy']}").is(Trait.EMPTY));
        assertTrue(only(
                        "{}",
                        "{'Mounts':[{'Type':'volume','Source':'vol','Target':'/v','VolumeOptions':{'NoCopy':true}}]}")
                .is(Trait.EMPTY));
        assertFalse(only("{}", "{'Binds':['named:/data']}").is(Trait.EMPTY));
    }

    @Test
    void howDeepABindReachesIsAskedFor() {
        String mount = "{'Mounts':[{'Type':'bind','Source':'/','Target':'/host','ReadOnly':true,'BindOptions':%s}]}";
        assertEquals(
                Reach.TOP, only("{}", mount.formatted("{'NonRecursive':true}")).reach());
        assertEquals(Reach.RECURSIVE, only("{}", mount.formatted("{}")).reach());
        assertEquals(Access.READ_ONLY, only("{}", mount.formatted("{}")).access());
        assertEquals(
                Access.READ_ONLY_TOP,
                only("{}", mount.formatted("{'ReadOnlyNonRecursive':true}")).access());
    }

    @Test
    void aMountWhoseSourceIsGoneIsStillShown() {
        MountPlan plan = plan("a", "{}", "{'Mounts':[{'Type':'bind','Source':'/no/such','Target':'/x'}]}");
        assertEquals("/no/such", plan.points().getFirst().source());
        assertThrows(InvalidArgument.class, plan::check);
        assertThrows(InvalidArgument.class, plan::makeSources);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'Binds':['/a:/b:wrong']}",
                "{'Binds':['/a:/b:ro:z']}",
                "{'Binds':['/a:/']}",
                "{'Binds':['/a:b']}",
                "{'Binds':['?:/b']}",
                "{'Binds':['/a:/b:ro,rw']}",
                "{'Mounts':[{'Type':'npipe','Source':'a','Target':'/b'}]}"
            })
    void whatIsIllFormedIsRefused(String host) {
        assertThrows(InvalidArgument.class, () -> plan("a", "{}", host).check());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {'Binds':['/a:/b','/c:/b']} | Duplicate mount point: /b
                    {'Binds':['/a:/b'],'Tmpfs':{'/b':''}} | Duplicate mount point: /b
                    {'Binds':['/a:/b:nocopy']} | invalid volume specification: '/a:/b:nocopy': invalid mount config for type "bind": field VolumeOptions must not be specified
                    {'Binds':['v:/b']} | create v: volume name is too short, names should be at least two alphanumeric characters
                    {'Mounts':[{'Type':'bind','Target':'/b'}]} | invalid mount config for type "bind": field Source must not be empty
                    {'Mounts':[{'Type':'bind','Source':'a','Target':'/b'}]} | invalid mount config for type "bind": invalid mount path: 'a' mount path must be absolute
                    {'Mounts':[{'Type':'bind','Source':'/','Target':'/b','BindOptions':{'Propagation':'x'}}]} | invalid mount config for type "bind": invalid propagation mode: x
                    {'Mounts':[{'Type':'volume','Target':'/b','ReadOnly':true}]} | invalid mount config for type "volume": must not set ReadOnly mode when using anonymous volumes
                    {'Mounts':[{'Type':'volume','Source':'vol','Target':'/b','VolumeOptions':{'Subpath':'a/../../b'}}]} | invalid mount config for type "volume": subpath must be a relative path within the volume
                    {'Mounts':[{'Type':'tmpfs','Source':'x','Target':'/b'}]} | invalid mount config for type "tmpfs": field Source must not be specified
                    {'Mounts':[{'Type':'tmpfs','Target':'/b','TmpfsOptions':{'Options':[['suid']]}}]} | invalid mount config for type "tmpfs": invalid option: suid
                    """)
    void theWordsAreDockers(String host, String words) {
        MountPlan plan = plan("a", "{}", host);
        assertEquals(words, assertThrows(InvalidArgument.class, plan::check).message());
    }

    @Test
    void aBindThatHoldsTheEnginesOwnMountsLetsGoOfThemWhenTheyGo() {
        assertEquals("rslave", only("{}", "{'Binds':['/:/host']}").point().propagation());
        assertEquals("rprivate", only("{}", "{'Binds':['/src:/host']}").point().propagation());
        assertEquals(
                "shared", only("{}", "{'Binds':['/:/host:shared']}").point().propagation());
    }

    @Test
    void aMountOfMemoryIsShown() {
        MountPlan plan = plan("a", "{}", "{'Mounts':[{'Type':'tmpfs','Target':'/t','ReadOnly':true}]}");
        assertEquals(List.of(new MountPoint("tmpfs", "", "", "/t", "", "", false, "")), plan.points());
    }

    private static final Ties.MountedImage IMAGE =
            new Ties.MountedImage("tools:1", Digest.sha256(new byte[1]), Optional.of(Digest.sha256(new byte[2])));
    private static final String IMAGE_MOUNT =
            "{'Mounts':[{'Type':'image','Source':'tools:1','Target':'/t/'," + "'ImageOptions':{'Subpath':'bin'}}]}";

    @Test
    void anImageIsMountedAsWhatItsNameStoodFor() {
        Ties ties = new Ties(List.of(), List.of(), List.of(IMAGE));
        ContainerRecord record = record("a", "{}", IMAGE_MOUNT, ties);
        PlannedMount mount = new MountPlan(record, VOLUMES).mounts().getFirst();
        String id = IMAGE.id().toString();
        assertEquals(new MountPoint("image", "tools:1", id, "/t", "", "", false, ""), mount.point());
        assertEquals(Access.READ_ONLY, mount.access());
        assertEquals("bin", mount.subpath());
        assertEquals(List.of(), new MountPlan(record, VOLUMES).volumes());
        assertEquals(IMAGE.layer(), ties.layerOf(id));
        assertTrue(record.needs(IMAGE.id()));
        assertFalse(record.needs(Digest.sha256(new byte[2])));
    }

    @Test
    void imagesThatOthersHaveMountedAreTakenOver() {
        ContainerIndex index = new ContainerIndex();
        index.add(new Container(record("b", "{}", IMAGE_MOUNT, new Ties(List.of(), List.of(), List.of(IMAGE)))));
        VolumesFrom.Taken taken = new VolumesFrom(index, VOLUMES).take(List.of("b".repeat(64)));
        Ties ties = new Ties(taken.mounts(), List.of(), taken.images());
        PlannedMount mount =
                new MountPlan(record("a", "{}", "{}", ties), VOLUMES).mounts().getFirst();
        assertTrue(mount.isImage());
        assertEquals("bin", mount.subpath());
        assertEquals(IMAGE.layer(), ties.layerOf(mount.point().source()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    'Target':'/x' | field Source must not be empty
                    'Source':'i','Target':'/x','BindOptions':{} | field BindOptions must not be specified
                    'Source':'i','Target':'/x','VolumeOptions':{} | field VolumeOptions must not be specified
                    'Source':'i','Target':'/x','ImageOptions':{'Subpath':'../y'} | subpath must be a relative path within the volume
                    """)
    void mountsOfImagesThatAreWrongAreRefused(String fields, String words) {
        MountPlan plan = plan("a", "{}", "{'Mounts':[{'Type':'image'," + fields + "}]}");
        assertEquals(
                "invalid mount config for type \"image\": " + words,
                assertThrows(InvalidArgument.class, plan::check).message());
    }

    @Test
    void mountsOfOthersGiveWayToWhatIsAskedFor() {
        ContainerRecord other = record("b", "{}", "{'Binds':['/theirs:/data','vol:/vol']}", Ties.NONE);
        ContainerIndex index = new ContainerIndex();
        index.add(new Container(other));
        VolumesFrom from = new VolumesFrom(index, VOLUMES);
        Ties ties = new Ties(from.take(List.of("b".repeat(64) + ":ro")).mounts(), List.of());
        ContainerRecord record = record("a", "{'Volumes':{'/vol':{}}}", "{'Binds':['/own:/data']}", ties);
        List<MountPoint> points = new MountPlan(record, VOLUMES).points();
        assertEquals(
                List.of("/own", "/volumes/vol/_data"),
                points.stream().map(MountPoint::source).toList());
        assertEquals(
                List.of(true, false), points.stream().map(MountPoint::writable).toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    other | No such container: other
                    other:shared | invalid mode: shared
                    other:nocopy | invalid mode: nocopy
                    other:ro,rw | invalid mode: ro,rw
                    """)
    void mountsOfOthersThatCannotBeHadAreRefused(String text, String words) {
        VolumesFrom from = new VolumesFrom(new ContainerIndex(), VOLUMES);
        assertEquals(
                words,
                assertThrows(InvalidArgument.class, () -> from.take(List.of(text)))
                        .message());
    }

    @Test
    void aVolumeIsAskedForAsTheMountSays() {
        String mount = "{'Mounts':[{'Type':'volume','Source':'vol','Target':'/v/','VolumeOptions':"
                + "{'Labels':{'a':'b'},'DriverConfig':{'Name':'local','Options':{'type':'tmpfs','device':'tmpfs'}}}}]}";
        MountPlan plan = plan("a", "{}", mount);
        assertEquals(
                new VolumeRequest("vol", "local", Map.of("type", "tmpfs", "device", "tmpfs"), Map.of("a", "b")),
                plan.request(plan.volumes().getFirst()));
        MountPlan plain = plan("a", "{}", "{'Binds':['vol:/v']}");
        assertEquals(VolumeRequest.of("vol"), plain.request(plain.volumes().getFirst()));
    }

    @Test
    void aWrongOptionIsRefusedBeforeAnythingIsMade() {
        String mount = "{'Mounts':[{'Type':'volume','Source':'vol','Target':'/v','VolumeOptions':"
                + "{'DriverConfig':{'Options':{'odd':'x'}}}}]}";
        assertEquals(
                "create vol: invalid option: \"odd\"",
                assertThrows(InvalidArgument.class, () -> plan("a", "{}", mount).check())
                        .message());
    }
}
