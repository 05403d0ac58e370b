package io.djong.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.djong.model.container.ContainerConfig;
import io.djong.model.container.HostConfig;
import io.djong.model.error.InvalidArgument;
import io.djong.model.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestRulesTest {
    private static RequestRules rules(String config, String host) {
        return new RequestRules(
                Json.read(config.replace('\'', '"'), ContainerConfig.class),
                Json.read(host.replace('\'', '"'), HostConfig.class));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {'WorkingDir':'/a$0'} | {}
                    {'Volumes':{'/a$0':{}}} | {}
                    {'Env':['A=$0']} | {}
                    {'Cmd':['a$0']} | {}
                    {} | {'Binds':['/a$0:/b']}
                    {} | {'Tmpfs':{'/a$0':''}}
                    {} | {'Mounts':[{'Type':'bind','Source':'/a$0','Target':'/b'}]}
                    {} | {'Mounts':[{'Type':'bind','Source':'/a','Target':'/b$0'}]}
                    {} | {'Mounts':[{'Type':'volume','Source':'a','Target':'/b','VolumeOptions':{'Subpath':'$0'}}]}
                    {} | {'Devices':[{'PathOnHost':'/dev/$0'}]}
                    """)
    void pathsAndArgumentsHaveNoNul(String config, String host) {
        String nul = "\\u0000";
        ContainerConfig asked = Json.read(config.replace('\'', '"').replace("$0", nul), ContainerConfig.class);
        HostConfig wanted = Json.read(host.replace('\'', '"').replace("$0", nul), HostConfig.class);
        assertThrows(InvalidArgument.class, () -> RequestRules.refuseNul(asked, wanted));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {'WorkingDir':'rel'} | {} | the working directory 'rel' is invalid, it needs to be an absolute path
                    {'Env':['=x']} | {} | invalid environment variable: =x
                    {'StopSignal':'FOO'} | {} | Invalid signal: FOO
                    {} | {'Annotations':{'':'x'}} | invalid Annotations: the empty string is not permitted as an annotation key
                    {} | {'ShmSize':-1} | SHM size can not be less than 0
                    {} | {'OomScoreAdj':-1001} | Invalid value -1001, range for oom score adj is [-1000, 1000]
                    {} | {'ExtraHosts':['foo']} | bad format for add-host: "foo"
                    {} | {'ExtraHosts':['foo:bar']} | invalid IP address in add-host: "bar"
                    {} | {'IpcMode':'foo'} | Invalid IPC mode: foo
                    {} | {'PidMode':'container:'} | invalid PID mode: container:
                    {} | {'UTSMode':'private'} | invalid UTS mode: private
                    {} | {'CgroupnsMode':'container:x'} | invalid cgroup namespace mode: container:x
                    {'Hostname':'h'} | {'NetworkMode':'container:x'} | conflicting options: hostname and the network mode
                    {'Hostname':'h'} | {'UTSMode':'host'} | conflicting options: hostname and the UTS mode
                    {} | {'NetworkMode':'host','Links':['a']} | conflicting options: host type networking can't be used with links. This would result in undefined behavior
                    {} | {'NetworkMode':'container:x','Links':['a']} | conflicting options: container type network can't be used with links. This would result in undefined behavior
                    {} | {'NetworkMode':'container:x','Dns':['1.1.1.1']} | conflicting options: dns and the network mode
                    {} | {'NetworkMode':'container:x','ExtraHosts':['a:1.1.1.1']} | conflicting options: custom host-to-IP mapping and the network mode
                    {'MacAddress':'x'} | {'NetworkMode':'host'} | conflicting options: mac-address and the network mode
                    {} | {'NetworkMode':'container:x','PublishAllPorts':true} | conflicting options: port publishing and the container type network mode
                    {'ExposedPorts':{'80/tcp':{}}} | {'NetworkMode':'container:x'} | conflicting options: port exposing and the container type network mode
                    """)
    void whatDockerRefusesIsRefusedInItsWords(String config, String host, String words) {
        RequestRules rules = rules(config, host);
        assertEquals(words, assertThrows(InvalidArgument.class, rules::check).message());
    }

    @Test
    void aNetworkOfNobodyIsRefused() {
        RequestRules rules = rules("{}", "{'NetworkMode':'container:'}");
        assertEquals(
                "Invalid network mode: invalid container format container:<name|id>",
                assertThrows(InvalidArgument.class, rules::check).message());
    }

    @Test
    void whatDockerTakesIsTaken() {
        rules("{}", "{}").check();
        rules("{'Env':['A','B=']}", "{'IpcMode':'container:x','ExtraHosts':['a:host-gateway','b:[::1]']}")
                .check();
        rules("{'Hostname':'h'}", "{'NetworkMode':'host','CgroupnsMode':'private','PidMode':'host'}")
                .check();
    }
}
