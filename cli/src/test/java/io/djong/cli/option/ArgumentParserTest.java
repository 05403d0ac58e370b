package io.djong.cli.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ArgumentParserTest {
    private static final CommandSpec SPEC = CommandSpec.of("run", "[OPTIONS] IMAGE", "Run")
            .operands(1, CommandSpec.ANY)
            .options(
                    Option.flag('i', "interactive", "x"),
                    Option.flag('t', "tty", "x"),
                    Option.flagOn("sig-proxy", "x"),
                    Option.list('e', "env", "x"),
                    Option.text("name", "x"),
                    Option.bytes("memory", "x").lettered('m'),
                    Option.integer('n', "last", "x"),
                    Option.duration("wait", "x"));

    private static Arguments parse(String... words) {
        return ArgumentParser.parse(SPEC, List.of(words));
    }

    @Test
    void lettersOfFlagsAreJoinedAndTheLastMayTakeAValue() {
        Arguments arguments = parse("-ite", "A=b", "-eC=d", "-e=E=f", "x");
        assertTrue(arguments.flag("interactive"));
        assertTrue(arguments.flag("tty"));
        assertEquals(List.of("A=b", "C=d", "E=f"), arguments.list("env"));
        assertEquals(List.of("x"), arguments.operands());
    }

    @Test
    void longOptionsTakeTheirValueBehindEqualsOrNext() {
        Arguments arguments = parse("--name=a=b", "--memory", "64m", "x");
        assertEquals("a=b", arguments.text("name"));
        assertEquals(64 << 20, arguments.bytes("memory"));
    }

    @Test
    void theLastOfSeveralValuesHolds() {
        assertEquals("b", parse("--name", "a", "--name", "b").text("name"));
    }

    @Test
    void whatIsNotGivenIsInitial() {
        Arguments arguments = parse("x");
        assertTrue(arguments.flag("sig-proxy"));
        assertFalse(parse("--sig-proxy=false", "x").flag("sig-proxy"));
        assertFalse(arguments.isGiven("name"));
        assertEquals("", arguments.text("name"));
        assertEquals(OptionalInt.empty(), arguments.integer("last"));
    }

    @Test
    void optionsMayFollowOperandsUnlessTheseAreACommandLine() {
        assertTrue(parse("x", "-t").flag("tty"));
        Arguments arguments = ArgumentParser.parse(SPEC.optionsFirst(), List.of("-i", "x", "sh", "-t", "--", "y"));
        assertFalse(arguments.flag("tty"));
        assertEquals(List.of("x", "sh", "-t", "--", "y"), arguments.operands());
    }

    @Test
    void afterTwoDashesAllIsOperand() {
        assertEquals(
                List.of("-t", "--name", "-"), parse("--", "-t", "--name", "-").operands());
        assertEquals(List.of("-"), parse("-").operands());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--foo | unknown flag: --foo",
                "-iz | unknown shorthand flag: 'z' in -iz",
                "--name | flag needs an argument: --name",
                "-e | flag needs an argument: 'e' in -e",
                "--=x | bad flag syntax: --=x",
                "--memory=foo | invalid argument \"foo\" for \"-m, --memory\" flag: invalid size: 'foo'",
                "-nx | invalid argument \"x\" for \"-n, --last\" flag: strconv.ParseInt: parsing \"x\": invalid syntax",
                "--tty=zz | invalid argument \"zz\" for \"-t, --tty\" flag:"
                        + " strconv.ParseBool: parsing \"zz\": invalid syntax",
                "--wait=5 | invalid argument \"5\" for \"--wait\" flag: time: invalid duration \"5\""
            })
    void whatIsWrongIsNamed(String word, String message) {
        Usage error = assertThrows(Usage.class, () -> parse(word));
        assertEquals(message, error.getMessage());
        assertEquals(125, error.exitCode());
    }

    @Test
    void sizesAreToBase1024() {
        assertEquals(1536, parse("--memory", "1.5k").bytes("memory"));
        assertEquals(-1, parse("--memory", "-1").bytes("memory"));
        assertEquals(0, parse().bytes("memory"));
        assertThrows(Usage.class, () -> parse("--memory", "-2"));
    }

    @Test
    void durationsAreGos() {
        assertEquals(90_000_000_000L, parse("--wait", "1m30s").nanoseconds("wait"));
        assertEquals(0, parse().nanoseconds("wait"));
        assertThrows(Usage.class, () -> parse("--wait", "5"));
    }
}
