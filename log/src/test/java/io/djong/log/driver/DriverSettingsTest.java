package io.djong.log.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.log.LogSettings;
import io.djong.model.error.InvalidArgument;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(20)
class DriverSettingsTest {
    private static Map<String, String> options(String text) {
        Map<String, String> options = new TreeMap<>();
        for (String pair : text.split(" ", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                options.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        return options;
    }

    private static DriverSettings settings(String driver, String options) {
        return DriverSettings.parse(driver, options(options));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            nosuch    |                                                | logger: no log driver named 'nosuch' is registered
            json-file | x=1                                            | unknown log opt 'x' for json-file log driver
            local     | x=1                                            | unknown log opt 'x' for log driver local
            journald  | max-size=1m                                    | unknown log opt 'max-size' for journald log driver
            syslog    | max-size=1m                                    | unknown log opt 'max-size' for syslog log driver
            fluentd   | max-size=1m                                    | unknown log opt 'max-size' for fluentd log driver
            gelf      | gelf-address=udp://h:1 max-size=1m             | unknown log opt "max-size" for gelf log driver
            syslog    | cache-x=1                                      | unknown log opt 'cache-x' for syslog log driver
            json-file | mode=sometimes                                 | logger: logging mode not supported: sometimes
            json-file | max-buffer-size=1m                             | logger: max-buffer-size option is only supported with 'mode=non-blocking'
            json-file | mode=non-blocking max-buffer-size=x            | error parsing option max-buffer-size: invalid size: 'x'
            json-file | max-size=0                                     | invalid size for max-size: '0'
            json-file | max-size=x                                     | invalid size for max-size: 'x'
            json-file | max-file=0                                     | max-file cannot be less than 1
            json-file | max-file=x                                     | invalid value for max-file: "x"
            json-file | compress=x                                     | strconv.ParseBool: parsing "x": invalid syntax
            json-file | compress=true max-file=1                       | compress cannot be true when max-file is less than 2 or max-size is not set
            json-file | compress=true max-size=-1                      | compress cannot be true when max-file is less than 2 or max-size is not set
            local     | compress=true max-file=1                       | compression cannot be enabled when max file count is 1
            json-file | cache-disabled=x                               | invalid value for option cache-disabled: x
            json-file | env-regex=(                                    | error parsing regexp: Unclosed group: `(`
            syslog    | syslog-address=here                            | syslog-address should be in form proto://address, got here
            syslog    | syslog-address=ftp://here                      | syslog-address should be in form proto://address, got ftp://here
            syslog    | syslog-address=unix://                         | syslog-address should be in form proto://address, got unix://
            syslog    | syslog-address=unix:///a%00b                   | syslog-address should be in form proto://address, got unix:///a%00b
            syslog    | syslog-facility=24                             | invalid syslog facility
            syslog    | syslog-facility=x                              | invalid syslog facility
            syslog    | syslog-format=x                                | Invalid syslog format
            fluentd   | fluentd-address=udp://h:1                      | invalid fluentd-address udp://h:1: unsupported scheme: udp
            fluentd   | fluentd-address=unix://                        | invalid fluentd-address unix://
            fluentd   | fluentd-address=h:x                            | invalid fluentd-address h:x
            fluentd   | fluentd-async=x                                | strconv.ParseBool: parsing "x": invalid syntax
            fluentd   | fluentd-retry-wait=x                           | time: invalid duration "x"
            fluentd   | fluentd-max-retries=x                          | strconv.ParseUint: parsing "x": invalid syntax
            fluentd   | fluentd-buffer-limit=x                         | invalid size: 'x'
            fluentd   | fluentd-async=1 fluentd-async-connect=1        | conflicting options: cannot specify both 'fluentd-async' and 'fluentd-async-connect
            gelf      |                                                | gelf-address is a required parameter
            gelf      | gelf-address=h:1                               | gelf-address should be in form proto://address, got h:1
            gelf      | gelf-address=unix:///x                         | gelf: endpoint needs to be TCP or UDP
            gelf      | gelf-address=udp://h                           | gelf: please provide gelf-address as proto://host:port
            gelf      | gelf-address=udp://h:1 gelf-compression-type=x | unknown value "x" for log opt "gelf-compression-type" for gelf log driver
            gelf      | gelf-address=udp://h:1 gelf-compression-level=10 | unknown value "10" for log opt "gelf-compression-level" for gelf log driver
            gelf      | gelf-address=tcp://h:1 gelf-compression-type=gzip | compression is only supported on UDP
            gelf      | gelf-address=udp://h:1 gelf-tcp-max-reconnect=1 | "gelf-tcp-max-reconnect" is only valid for TCP
            gelf      | gelf-address=tcp://h:1 gelf-tcp-max-reconnect=-1 | "gelf-tcp-max-reconnect" must be a positive integer
            """)
    void whatIsWrongIsSaidAsDockerSaysIt(String driver, String options, String message) {
        String given = options == null ? "" : options;
        assertEquals(
                message,
                assertThrows(InvalidArgument.class, () -> settings(driver, given))
                        .getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            none      | anything=goes
            json-file | max-size=1m max-file=2 compress=true labels=a labels-regex=b env=c env-regex=d tag=e
            json-file | mode=non-blocking max-buffer-size=4m
            local     | max-size=1m max-file=2 compress=false tag=x
            syslog    | syslog-address=udp://[::1]:99 syslog-facility=23 syslog-format=rfc5424micro mode=blocking
            syslog    | syslog-address=tcp+tls://log.example syslog-tls-skip-verify=1 cache-disabled=true
            fluentd   | fluentd-address=unix:///run/x fluentd-async=true fluentd-retry-wait=2s fluentd-max-retries=3
            gelf      | gelf-address=tcp://h:1 gelf-tcp-max-reconnect=1 gelf-tcp-reconnect-delay=3
            journald  | tag=x labels=y cache-max-size=1m cache-max-file=3 cache-compress=false
            """)
    void whatIsRightIsTaken(String driver, String options) {
        settings(driver, options);
    }

    @Test
    void filesAreBoundedByWhatIsAskedForOrByTheDriversDefaults() {
        assertEquals(LogSettings.DEFAULT, settings("", "").files(Entries.SUBJECT));
        LogSettings local = settings("local", "").files(Entries.SUBJECT);
        assertEquals(LogSettings.DEFAULT.bounded(20 * 1024 * 1024, 5).compressed(), local);
        LogSettings cache =
                settings("syslog", "cache-max-size=1m cache-max-file=1").files(Entries.SUBJECT);
        assertEquals(LogSettings.DEFAULT.bounded(1_000_000, 1), cache);
    }

    @Test
    void attributesAreChosenByNameAndByPattern() {
        DriverSettings settings = settings("json-file", "labels=tier,none labels-regex=^com env=MODE tag=t-{{.Name}}");
        assertEquals(
                Map.of("tier", "front", "com.example.team", "blue", "MODE", "fast", "tag", "t-web"),
                settings.files(Entries.SUBJECT).attributes());
        assertEquals(
                Map.of(),
                settings("syslog", "labels=tier tag=x").files(Entries.SUBJECT).attributes());
        assertEquals(
                Map.of("tier", "front"),
                settings("syslog", "cache-labels=tier").files(Entries.SUBJECT).attributes());
    }

    @Test
    void aTagNamesTheContainer() {
        Map<String, String> attributes = Map.of("MODE", "fast");
        assertEquals(
                "0123456789ab " + Entries.ID.value() + " web nginx:latest sha256:cdcdc docker nginx -g",
                render("{{.ID}} {{ .FullID }} {{.Name}} {{.ImageName}} {{.ImageID}} {{.DaemonName}} {{.Command}}"));
        assertEquals(
                "fast/fast/<no value>",
                new TagTemplate("{{(.ExtraAttributes nil).MODE}}/{{index (.ExtraAttributes nil) \"MODE\"}}/"
                                + "{{ (.ExtraAttributes nil).NONE }}")
                        .render(Entries.SUBJECT, attributes));
        InvalidArgument unknown = assertThrows(InvalidArgument.class, () -> render("{{.Nothing}}"));
        assertTrue(unknown.message().endsWith("can't evaluate field Nothing in type *logger.Info"));
        assertThrows(InvalidArgument.class, () -> render("{{.ID"));
        assertThrows(
                InvalidArgument.class,
                () -> settings("json-file", "tag={{.Nothing}}").check(Entries.SUBJECT));
        TagTemplate blanks = new TagTemplate("{{".repeat(5000) + " ".repeat(5000));
        assertEquals(
                "template: log-tag:1: unclosed action",
                assertThrows(InvalidArgument.class, () -> blanks.render(Entries.SUBJECT, Map.of()))
                        .message());
        assertEquals("t-web.", new TagTemplate("t-{{- .Name -}}.").render(Entries.SUBJECT, Map.of()));
    }

    private static String render(String template) {
        return new TagTemplate(template).render(Entries.SUBJECT, Map.of());
    }

    @Test
    void whatIsSentCanBeReadTooUnlessThatIsSwitchedOff() {
        assertTrue(settings("syslog", "").readable());
        assertFalse(settings("syslog", "cache-disabled=true").readable());
        assertTrue(settings("json-file", "cache-disabled=true").readable());
        assertFalse(settings("none", "").readable());
        assertFalse(settings("none", "").keeps());
    }

    @Test
    void whatThisMachineHasNotIsRefused() {
        assertEquals(
                "stat /no/such/socket: no such file or directory",
                refused(settings("syslog", "syslog-address=unix:///no/such/socket")));
        assertTrue(refused(settings("syslog", "syslog-address=tcp+tls://h syslog-tls-ca-cert=/no/such/file"))
                .contains("/no/such/file"));
        Assumptions.assumeFalse(Files.exists(JournaldTarget.SOCKET), "journald runs here");
        assertEquals(
                "failed to initialize logging driver: journald is not enabled on this host",
                refused(settings("journald", "")));
    }

    private static String refused(DriverSettings settings) {
        return String.valueOf(assertThrows(InvalidArgument.class, () -> settings.check(Entries.SUBJECT))
                .getMessage());
    }
}
