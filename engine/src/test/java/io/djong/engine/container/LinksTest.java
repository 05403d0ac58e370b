package io.djong.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.model.ContainerId;
import io.djong.model.Digest;
import io.djong.model.container.ContainerConfig;
import io.djong.model.container.HostConfig;
import io.djong.model.error.InvalidArgument;
import io.djong.model.error.NotFound;
import io.djong.model.json.Json;
import io.djong.network.Endpoint;
import io.djong.network.Ipv4;
import io.djong.network.Sandbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinksTest {
    private final ContainerIndex index = new ContainerIndex();
    private final Container database = add("a", "db", HostConfig.EMPTY, Ties.NONE);

    private Container add(String id, String name, HostConfig host, Ties ties) {
        ContainerRecord record = new ContainerRecord(
                new ContainerId(id.repeat(64)),
                name,
                Instant.EPOCH,
                Digest.sha256(new byte[0]),
                ContainerConfig.EMPTY,
                host,
                "true",
                List.of(),
                Map.of(),
                ContainerState.CREATED,
                ties);
        Container container = new Container(record);
        index.reserve(name, container.id());
        index.add(container);
        return container;
    }

    private static HostConfig host(String json) {
        return Json.read(json.replace('\'', '"'), HostConfig.class);
    }

    private List<Ties.Link> resolve(String json) {
        return new Links(index).resolve(host(json));
    }

    @Test
    void aLinkLeadsToAContainerByANameOfItsOwn() {
        assertEquals(List.of(new Ties.Link(database.id(), "db")), resolve("{'Links':['db']}"));
        assertEquals(List.of(new Ties.Link(database.id(), "x")), resolve("{'Links':['db:x','db:x']}"));
        assertEquals(List.of(new Ties.Link(database.id(), "x")), resolve("{'Links':['/db:/other/x']}"));
        assertEquals(List.of(), resolve("{'NetworkMode':'own','Links':['nobody']}"));
    }

    @Test
    void aLinkToWhoSharesAnothersNetworkLeadsToThatOne() {
        Container joined = add("b", "joined", host("{'NetworkMode':'container:db'}"), Ties.NONE);
        assertEquals(database.id(), resolve("{'Links':['joined']}").getFirst().target());
        assertEquals("joined", joined.record().name());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {'Links':['']} | empty string specified for links
                    {'Links':['a:b:c']} | bad format for links: a:b:c
                    {'Links':['nope:x']} | could not get container for nope: No such container: nope
                    """)
    void aWrongLinkIsRefused(String json, String words) {
        assertEquals(
                words, assertThrows(InvalidArgument.class, () -> resolve(json)).message());
    }

    @Test
    void theOtherIsKnownByTheLinkToo() {
        Ties ties = new Ties(List.of(), List.of(new Ties.Link(database.id(), "x")));
        Container web = add("c", "web", HostConfig.EMPTY, ties);
        assertEquals(database, index.get("/web/x"));
        assertEquals(List.of("db", "web/x"), index.names(database.record()));
        assertEquals(List.of("/db:/web/x"), new Links(index).shown(web.record()));
        assertThrows(NotFound.class, () -> index.get("web/y"));
        web.replace(web.record().withTies(ties.without("x")));
        assertEquals(List.of("db"), index.names(database.record()));
        index.remove(web);
        assertTrue(index.linking().isEmpty());
    }

    @Test
    void ofThoseThatStartAtOnceNoneIsMissed(@TempDir Path root) throws Exception {
        Path hosts = Files.createFile(root.resolve("hosts"));
        List<Container> targets =
                IntStream.range(0, 15).mapToObj(i -> target(i)).toList();
        List<Ties.Link> toAll = targets.stream()
                .map(target -> new Ties.Link(target.id(), target.record().name()))
                .toList();
        Container web = add("f", "web", HostConfig.EMPTY, new Ties(List.of(), toAll));
        web.setSandbox(Optional.of(new Sandbox("", "", "", List.of(), List.of(), "", hosts.toString(), "")));
        Links links = new Links(index);
        List<Thread> threads = targets.stream()
                .map(target -> Thread.ofPlatform().start(() -> links.started(target)))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(targets.size(), Files.readAllLines(hosts).size());
    }

    private Container target(int number) {
        Container target = add(Integer.toHexString(number), "target" + number, HostConfig.EMPTY, Ties.NONE);
        Ipv4 address = Ipv4.parse("172.17.0." + (number + 2));
        Endpoint endpoint = new Endpoint("", "", "bridge", "bridge", "", "", "", address, 16, null, List.of());
        target.setSandbox(Optional.of(new Sandbox("", "", "", List.of(endpoint), List.of(), "", "", "")));
        return target;
    }

    @Test
    void theVariablesAreDockers() {
        ContainerConfig target = Json.read(
                "{\"ExposedPorts\":{\"90/udp\":{},\"81/tcp\":{},\"80/tcp\":{}},\"Env\":[\"A=b\",\"PATH=/x\"]}",
                ContainerConfig.class);
        List<String> variables = LinkVariables.of("d-b", "/web/d-b", target, Ipv4.parse("172.17.0.2"));
        assertEquals("""
                D_B_PORT=tcp://172.17.0.2:80
                D_B_PORT_80_TCP_START=tcp://172.17.0.2:80
                D_B_PORT_80_TCP_ADDR=172.17.0.2
                D_B_PORT_80_TCP_PROTO=tcp
                D_B_PORT_80_TCP_PORT_START=80
                D_B_PORT_80_TCP_END=tcp://172.17.0.2:81
                D_B_PORT_80_TCP_PORT_END=81
                D_B_PORT_80_TCP=tcp://172.17.0.2:80
                D_B_PORT_80_TCP_ADDR=172.17.0.2
                D_B_PORT_80_TCP_PORT=80
                D_B_PORT_80_TCP_PROTO=tcp
                D_B_PORT_81_TCP=tcp://172.17.0.2:81
                D_B_PORT_81_TCP_ADDR=172.17.0.2
                D_B_PORT_81_TCP_PORT=81
                D_B_PORT_81_TCP_PROTO=tcp
                D_B_PORT_90_UDP=udp://172.17.0.2:90
                D_B_PORT_90_UDP_ADDR=172.17.0.2
                D_B_PORT_90_UDP_PORT=90
                D_B_PORT_90_UDP_PROTO=udp
                D_B_NAME=/web/d-b
                D_B_ENV_A=b""", String.join("\n", variables));
    }
}
