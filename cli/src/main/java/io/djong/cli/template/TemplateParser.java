package io.djong.cli.template;

import io.djong.cli.template.Operand.Source;
import io.djong.cli.template.Pipeline.Command;
import io.djong.cli.template.Token.Kind;
import io.djong.client.json.JsonBoolean;
import io.djong.client.json.JsonNull;
import io.djong.client.json.JsonNumber;
import io.djong.client.json.JsonString;
import java.util.ArrayList;
import java.util.List;

/** Reads a template: first its text and actions, then what the actions say. */
final class TemplateParser {
    /** Text, or an action's inside. */
    private record Piece(boolean action, String text) {}

    private final List<Piece> pieces;
    private int piece;
    private List<Token> tokens = List.of();
    private int token;

    private TemplateParser(List<Piece> pieces) {
        this.pieces = pieces;
    }

    static List<Node> parse(String template) {
        TemplateParser parser = new TemplateParser(pieces(template));
        List<Node> nodes = parser.nodes();
        if (parser.piece < parser.pieces.size()) {
            throw new TemplateException(
                    "template: :1: unexpected {{" + parser.peek().text() + "}}");
        }
        return nodes;
    }

    private static List<Piece> pieces(String template) {
        List<Piece> pieces = new ArrayList<>();
        int at = 0;
        boolean trim = false;
        while (at < template.length()) {
            int open = template.indexOf("{{", at);
            String text = template.substring(at, open < 0 ? template.length() : open);
            text = trim ? text.stripLeading() : text;
            if (open < 0) {
                pieces.add(new Piece(false, text));
                break;
            }
            int close = end(template, open + 2);
            String action = template.substring(open + 2, close);
            if (action.startsWith("- ")) {
                text = text.stripTrailing();
                action = action.substring(1);
            }
            trim = action.endsWith(" -");
            action = trim ? action.substring(0, action.length() - 1) : action;
            pieces.add(new Piece(false, text));
            if (!action.strip().startsWith("/*")) {
                pieces.add(new Piece(true, action));
            }
            at = close + 2;
        }
        return pieces;
    }

    /** Where the action ends, past braces in strings. */
    private static int end(String template, int from) {
        char quote = 0;
        for (int i = from; i < template.length(); i++) {
            char c = template.charAt(i);
            if (quote != 0) {
                i += c == '\\' && quote == '"' ? 1 : 0;
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '`') {
                quote = c;
            } else if (template.startsWith("}}", i)) {
                return i;
            }
        }
        throw new TemplateException("template: :1: unclosed action");
    }

    /** Parts up to {@code end} or {@code else}, which stays to be read, or up to the end of the template. */
    private List<Node> nodes() {
        List<Node> nodes = new ArrayList<>();
        while (piece < pieces.size()) {
            Piece next = pieces.get(piece);
            if (!next.action()) {
                nodes.add(new Node.Text(next.text()));
                piece++;
                continue;
            }
            tokens = ActionLexer.tokens(next.text());
            token = 0;
            if (peek().isWord("end") || peek().isWord("else")) {
                return nodes;
            }
            piece++;
            nodes.add(action());
        }
        return nodes;
    }

    private Node action() {
        Token first = peek();
        if (first.kind() == Kind.WORD) {
            switch (first.text()) {
                case "if" -> {
                    Block block = block();
                    return new Node.If(block.pipeline, block.then, block.otherwise);
                }
                case "with" -> {
                    Block block = block();
                    return new Node.With(block.pipeline, block.then, block.otherwise);
                }
                case "range" -> {
                    Block block = block();
                    return new Node.Range(block.pipeline, block.then, block.otherwise);
                }
                default -> {
                    // A function.
                }
            }
        }
        return new Node.Action(wholePipeline());
    }

    /** What {@code if}, {@code with} and {@code range} have in common. */
    private record Block(Pipeline pipeline, List<Node> then, List<Node> otherwise) {}

    private Block block() {
        token++;
        Pipeline pipeline = wholePipeline();
        List<Node> then = nodes();
        List<Node> otherwise = List.of();
        closing();
        if (peek().isWord("else")) {
            token++;
            if (peek().isWord("if")) {
                piece++;
                Block block = block();
                return new Block(pipeline, then, List.of(new Node.If(block.pipeline, block.then, block.otherwise)));
            }
            piece++;
            otherwise = nodes();
            closing();
        }
        piece++;
        return new Block(pipeline, then, otherwise);
    }

    private void closing() {
        if (piece >= pieces.size()) {
            throw new TemplateException("template: :1: unexpected EOF");
        }
    }

    private Pipeline wholePipeline() {
        Pipeline pipeline = pipeline();
        if (peek().kind() != Kind.END) {
            throw unexpected(peek());
        }
        return pipeline;
    }

    private Pipeline pipeline() {
        List<String> variables = variables();
        List<Command> commands = new ArrayList<>();
        commands.add(command());
        while (peek().isSign("|")) {
            token++;
            commands.add(command());
        }
        return new Pipeline(variables, commands);
    }

    /** The declaration {@code $a :=} or {@code $a, $b :=} before a pipeline, if there is one. */
    private List<String> variables() {
        int start = token;
        List<String> names = new ArrayList<>();
        while (peek().kind() == Kind.VARIABLE) {
            names.add(tokens.get(token++).text());
            if (peek().isSign(",")) {
                token++;
            } else if (peek().isSign(":=") || peek().isSign("=")) {
                token++;
                return names;
            } else {
                break;
            }
        }
        token = start;
        return List.of();
    }

    private Command command() {
        List<Operand> operands = new ArrayList<>();
        while (peek().kind() != Kind.END && !peek().isSign("|") && !peek().isSign(")")) {
            operands.add(operand());
        }
        if (operands.isEmpty()) {
            throw new TemplateException("template: :1: missing value for command");
        }
        return new Command(operands);
    }

    private Operand operand() {
        Token first = tokens.get(token++);
        List<String> fields = new ArrayList<>();
        Source source = switch (first.kind()) {
            case DOT -> new Operand.Dot();
            case FIELD -> {
                fields.add(first.text());
                yield new Operand.Dot();
            }
            case VARIABLE -> new Operand.Variable(first.text());
            case STRING -> new Operand.Literal(new JsonString(first.text()));
            case NUMBER -> new Operand.Literal(new JsonNumber(first.text()));
            case WORD -> word(first.text());
            case SIGN -> nested(first);
            case END -> throw unexpected(first);
        };
        while (peek().kind() == Kind.FIELD && !peek().spaced()) {
            fields.add(tokens.get(token++).text());
        }
        return new Operand(source, fields);
    }

    private static Source word(String word) {
        return switch (word) {
            case "true" -> new Operand.Literal(new JsonBoolean(true));
            case "false" -> new Operand.Literal(new JsonBoolean(false));
            case "nil" -> new Operand.Literal(JsonNull.NULL);
            default -> {
                if (!Functions.isKnown(word)) {
                    throw new TemplateException("template: :1: function \"" + word + "\" not defined");
                }
                yield new Operand.Function(word);
            }
        };
    }

    private Source nested(Token first) {
        if (!first.isSign("(")) {
            throw unexpected(first);
        }
        Pipeline pipeline = pipeline();
        if (!peek().isSign(")")) {
            throw new TemplateException("template: :1: unclosed left paren");
        }
        token++;
        return new Operand.Nested(pipeline);
    }

    private Token peek() {
        return tokens.get(token);
    }

    private static TemplateException unexpected(Token token) {
        String what = token.kind() == Kind.END ? "\"}}\"" : "\"" + token.text() + "\"";
        return new TemplateException("template: :1: unexpected " + what + " in operand");
    }
}
