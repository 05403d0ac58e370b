package io.djong.cli.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.client.json.JsonReader;
import io.djong.client.json.JsonValue;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TemplateTest {
    private static final JsonValue DATA = JsonReader.parse("""
            {"Id":"abc","State":{"Running":true,"Pid":42},"Names":["/a","/b"],"Labels":{"z":"1","a.b":"2"},
             "Mounts":[{"Source":"/x","RW":true},{"Source":"/y","RW":false}],"None":null,"Empty":[],"Zero":0,"Server":{"ApiVersion":"1.51"}}
            """.getBytes(StandardCharsets.UTF_8));

    private static String apply(String template) {
        return Template.parse(template).apply(DATA);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "plain text¦plain text",
                "{{.Id}} is {{ .State.Pid }}¦abc is 42",
                "{{json .State}}¦{\"Running\":true,\"Pid\":42}",
                "{{.Names | json}}¦[\"/a\",\"/b\"]",
                "{{join .Names \", \"}}¦/a, /b",
                "{{index .Labels \"a.b\"}}{{index .Labels \"none\"}}¦2",
                "{{index .Names 1}}¦/b",
                "{{len .Names}} {{len .Id}}¦2 3",
                "{{upper .Id}} {{title \"a b\"}} {{lower \"X\"}}¦ABC A B x",
                "{{if .State.Running}}up{{else}}down{{end}}¦up",
                "{{if .None}}a{{else if .Zero}}b{{else}}c{{end}}¦c",
                "{{range .Mounts}}{{.Source}};{{end}}¦/x;/y;",
                "{{range $i, $m := .Mounts}}{{$i}}={{$m.Source}} {{end}}¦0=/x 1=/y ",
                "{{range $k, $v := .Labels}}{{$k}}:{{$v}} {{end}}¦a.b:2 z:1 ",
                "{{range .Empty}}x{{else}}none{{end}}¦none",
                "{{with .State}}{{.Pid}} {{$.Id}}{{end}}¦42 abc",
                "{{$x := .Id}}{{$x}}{{$x}}¦abcabc",
                "{{if and .State.Running (eq .State.Pid 42)}}yes{{end}}¦yes",
                "{{if or .None (not .Zero)}}yes{{end}}¦yes",
                "{{if gt .State.Pid 9}}gt{{end}}{{if lt .State.Pid 9}}lt{{end}}¦gt",
                "{{printf \"%s-%d %q %%\" .Id 5 \"q\"}}¦abc-5 \"q\" %",
                "{{.None}} {{.Names}} {{.Labels}}¦<nil> [/a /b] map[a.b:2 z:1]",
                "a {{- .Id -}} b¦aabcb",
                "{{/* nothing */}}x¦x",
                "{{(index .Mounts 0).Source}}¦/x",
                "{{`a}}b`}}¦a}}b",
                "{{.ID}} {{.Server.APIVersion}}¦abc 1.51"
            })
    void templatesAreGos(String template, String text) {
        assertEquals(text, apply(template));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{{ | unclosed action",
                "{{.A | unclosed action",
                "{{nofunction .}} | function \"nofunction\" not defined",
                "{{end}} | unexpected {{end}}",
                "{{if .Id}}x | unexpected EOF",
                "{{(.Id}} | unclosed left paren",
                "{{}} | missing value for command",
                "{{\"open}} | unclosed action",
                "{{$y}} | undefined variable \"$y\"",
                "{{.Foo}} | executing \"\" at <.Foo>: map has no entry for key \"Foo\"",
                "{{.Id.X}} | can't evaluate field X",
                "{{.None.X}} | nil pointer evaluating X",
                "{{range .State.Pid}}{{end}} | range can't iterate over 42",
                "{{index .Names 7}} | index out of range",
                "{{.Id 1}} | can't give argument to non-function"
            })
    void whatIsWrongIsSaid(String template, String part) {
        TemplateException error = assertThrows(TemplateException.class, () -> apply(template));
        assertTrue(String.valueOf(error.getMessage()).contains(part), error.getMessage());
    }

    @Test
    void aTemplateIsAppliedAnyNumberOfTimes() {
        Template template = Template.parse("{{$x := .Id}}{{$x}}");
        assertEquals("abc", template.apply(DATA));
        assertEquals("abc", template.apply(DATA));
    }
}
