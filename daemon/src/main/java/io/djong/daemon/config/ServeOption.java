package io.djong.daemon.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The options of a registry that is served. A word for the value stands where the option takes one. */
public enum ServeOption {
    ADDR("HOST:PORT", "Where to listen; may be given several times (default 127.0.0.1:5000)"),
    ROOT("DIR", "Where everything is kept (default /var/lib/djong-registry)"),
    TLS_CERT("FILE", "Certificate chain (PEM): serve by TLS"),
    TLS_KEY("FILE", "The certificate's private key (PEM)"),
    HTPASSWD("FILE", "Users and bcrypt hashes (htpasswd -B): ask for a password"),
    TOKENS("", "Give users bearer tokens for their passwords (needs --htpasswd)"),
    ANONYMOUS_PULL("", "Let everybody pull; implies --tokens"),
    TOKEN_REALM("URL", "Where clients get bearer tokens, if not here"),
    TOKEN_SERVICE("NAME", "What this registry is called in tokens (default djong-registry)"),
    TOKEN_ISSUER("NAME", "Who issues the tokens of --token-realm"),
    TOKEN_KEYS("FILE|URL", "Public keys of the issuer: PEM, certificates or a JSON web key set"),
    READ_ONLY("", "Take no pushes and delete nothing"),
    PROXY("[PREFIX=]HOST", "Have the repositories of another registry below PREFIX, or all of them; several"),
    PROXY_AUTH("FILE", "Names and passwords at those registries: a config.json as docker login writes it"),
    PROXY_INSECURE("HOST", "A registry that may be spoken to without TLS, or with any certificate; several"),
    PROXY_FRESH("DURATION", "How long another registry's tag is taken to be what it was (default 1m)"),
    KEEP_CACHED("DURATION", "Keep another registry's tags that nobody asks for so long (default 168h)"),
    QUOTA("[PREFIX=]SIZE", "How much may be in the repositories below PREFIX, or in all; several"),
    KEEP_UNUSED("DURATION", "Keep blobs that no manifest needs for so long (default 1h)"),
    KEEP_UNTAGGED("DURATION", "Keep manifests that lost their last tag for so long (default 24h)"),
    COLLECT_EVERY("DURATION", "Collect garbage so often, besides after deletions (default 1h)"),
    METRICS("PATH", "Where Prometheus reads; empty for nowhere (default /metrics)"),
    ACCESS_LOG("FILE", "Where a line for each request goes: a file, - for standard output, or off (default -)"),
    DEBUG("", "Log what is refused, and why"),
    HELP("", "Print usage");

    private final String value;
    private final String help;

    ServeOption(String value, String help) {
        this.value = value;
        this.help = help;
    }

    /** Without dashes. */
    public String flag() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The word for the value; empty for a switch. */
    public String value() {
        return value;
    }

    public String help() {
        return help;
    }

    static Optional<ServeOption> named(String flag) {
        return Arrays.stream(values())
                .filter(option -> option.flag().equals(flag))
                .findFirst();
    }
}
