package io.djong.runtime.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.djong.model.error.InvalidArgument;
import io.djong.model.json.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class InjectionTest {
    private static JsonNode json(String text) {
        return Json.tree(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode injected(String config, String edits) {
        ObjectNode root = json(config).asObject();
        Injection.into(root, EditsReader.read(json(edits)));
        return Json.tree(Json.bytes(root));
    }

    @Test
    void variablesTakeThePlaceOfThoseOfTheirNames() {
        assertEquals(
                json("{'process':{'env':['B=2','A=new']}}"),
                injected("{'process':{'env':['A=1','B=2']}}", "{'env':['A=new']}"));
    }

    @Test
    void aDeviceIsMadeAndAllowed() {
        assertEquals(json("""
                        {'process':{'user':{'uid':1000,'gid':0}},
                         'linux':{'devices':[{'path':'/dev/toy','type':'c','major':10,'minor':229,'fileMode':432,
                                              'uid':1000}],
                                  'resources':{'devices':[{'allow':false,'access':'rwm'},
                                    {'allow':true,'type':'c','major':10,'minor':229,'access':'rw'}]}}}
                        """), injected("""
                        {'process':{'user':{'uid':1000,'gid':0}},
                         'linux':{'devices':[{'path':'/dev/toy','type':'b'}],
                                  'resources':{'devices':[{'allow':false,'access':'rwm'}]}}}
                        """, """
                        {'deviceNodes':[{'path':'/dev/toy','type':'c','major':10,'minor':229,'fileMode':432,
                                         'permissions':'rw'}]}
                        """));
    }

    @Test
    void whatIsNotSaidOfADeviceIsTheHosts() {
        JsonNode device = injected("{}", "{'deviceNodes':[{'path':'/dev/nothing','hostPath':'/dev/null','gid':5}]}")
                .path("linux")
                .path("devices")
                .path(0);
        assertEquals(json("{'path':'/dev/nothing','type':'c','major':1,'minor':3,'gid':5}"), device);
    }

    @Test
    void aDeviceThatTheHostLacksIsNamed() {
        InvalidArgument missing = assertThrows(
                InvalidArgument.class, () -> injected("{}", "{'deviceNodes':[{'path':'/dev/no-such-toy'}]}"));
        assertEquals(
                "CDI device injection failed: failed to stat CDI host device \"/dev/no-such-toy\": no such file or"
                        + " directory",
                missing.message());
        InvalidArgument other = assertThrows(
                InvalidArgument.class, () -> injected("{}", "{'deviceNodes':[{'path':'/dev/null','type':'b'}]}"));
        assertEquals(
                "CDI device injection failed: CDI device (\"/dev/null\", \"/dev/null\"), host type mismatch (b, c)",
                other.message());
    }

    @Test
    void mountsComeAfterThoseAboveThem() {
        JsonNode mounts = injected(
                        "{'mounts':[{'destination':'/a/b/c'},{'destination':'/proc'},{'destination':'/a/b'}]}", """
                        {'mounts':[{'hostPath':'/x','containerPath':'/a/b','options':['ro']},
                                   {'hostPath':'/y','containerPath':'/z','type':'tmpfs'}]}
                        """)
                .path("mounts");
        assertEquals(json("""
                        [{'destination':'/proc'},
                         {'destination':'/z','type':'tmpfs','source':'/y','options':[]},
                         {'destination':'/a/b','type':'bind','source':'/x','options':['ro','bind']},
                         {'destination':'/a/b/c'}]
                        """), mounts);
    }

    @Test
    void hooksGroupsAndCacheAreAdded() {
        assertEquals(json("""
                        {'process':{'user':{'additionalGids':[5,7]}},
                         'hooks':{'poststop':[{'path':'/bin/h','args':['h'],'env':['A=b'],'timeout':3}],
                                  'prestart':[{'path':'/bin/p'}]},
                         'linux':{'intelRdt':{'closID':'c'}}}
                        """), injected("{'process':{'user':{'additionalGids':[5]}}}", """
                        {'hooks':[{'hookName':'poststop','path':'/bin/h','args':['h'],'env':['A=b'],'timeout':3},
                                  {'hookName':'prestart','path':'/bin/p'}],
                         'additionalGids':[7,0],'intelRdt':{'closID':'c'}}
                        """));
    }
}
