package org.tigstore.server;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.tigstore.access.AccessMode;
import org.tigstore.access.AccessSettings;
import org.tigstore.access.Secret;
import org.tigstore.cluster.ClusterSettings;
import org.tigstore.cluster.ClusterSettings.PeerTrust;
import org.tigstore.file.FileStoreSettings;

/** The values of all settings, read and checked once. Immutable. */
public final class Settings implements Setting.Values {
  private static final System.Logger LOG = System.getLogger(Settings.class.getName());
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
  private static final String DEFAULT = "default";
  private static final int TOUCHES_IN_RETENTION = 100;

  private final Map<Setting<?>, Object> values = new HashMap<>();
  private final Set<Setting<?>> set = new HashSet<>();
  private final List<Shown> shown = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final Optional<Secret> apiKey;

  /**
   * A setting as it may be shown to operators.
   *
   * @param value a mask for a secret
   * @param source where the value was found
   */
  record Shown(String name, String value, String source) {
    @Override
    public String toString() {
      return name + " = " + value + " (" + source + ")";
    }
  }

  private Settings(SettingSources sources, Optional<String> apiKey) {
    this.apiKey = apiKey.map(Secret::written);
    Setting.all().forEach(setting -> read(setting, sources));
    shown.add(
        new Shown(
            "APIKEY",
            SettingKind.shown(this.apiKey),
            apiKey.isPresent() ? "environment variable APIKEY" : DEFAULT));
    for (Setting<?> removed : Setting.REMOVED) {
      sources
          .find(removed)
          .map(found -> removed.property() + " was removed and is ignored (" + found.source() + ")")
          .ifPresent(warnings::add);
    }
    warnings.addAll(sources.unknown());
  }

  private <T> void read(Setting<T> setting, SettingSources sources) {
    Optional<SettingSources.Found> there = sources.find(setting);
    there
        .filter(SettingSources.Found::unreplaced)
        .ifPresent(
            found -> warnings.add(said(found) + SettingKind.PLACEHOLDER + " and is ignored"));
    Optional<SettingSources.Found> found = there.filter(any -> !any.unreplaced());
    T value = found.isPresent() ? parse(setting, found.get()) : setting.defaultIn(this);
    found.ifPresent(made -> set.add(setting));
    values.put(setting, value);
    String source = found.map(SettingSources.Found::source).orElse(DEFAULT);
    shown.add(new Shown(setting.property(), SettingKind.shown(value), source));
  }

  private static <T> T parse(Setting<T> setting, SettingSources.Found found) {
    try {
      return setting.kind().parser().apply(found.value());
    } catch (SettingException e) {
      throw new SettingException(said(found) + e.getMessage() + ".", e);
    } catch (RuntimeException e) {
      throw new SettingException(
          said(found) + "which is not " + setting.kind().requirement() + ".", e);
    }
  }

  /** The beginning of a sentence about the value, on one line whatever the value is. */
  private static String said(SettingSources.Found found) {
    String value =
        CONTROL
            .matcher(found.value())
            .replaceAll(one -> "\\\\u%04x".formatted((int) one.group().charAt(0)));
    return found.source() + " is \"" + value + "\", ";
  }

  /**
   * Reads this process's settings.
   *
   * @throws SettingException at a value that a setting cannot have
   */
  public static Settings read() {
    return read(SettingSources.ofProcess(), Optional.ofNullable(System.getenv("APIKEY")));
  }

  /** As {@link #read()}, from other sources. */
  static Settings read(SettingSources sources, Optional<String> apiKey) {
    Settings settings = new Settings(sources, apiKey);
    settings.check();
    return settings;
  }

  private void check() {
    boolean clustered = isSet(Setting.CLUSTER);
    refuseIf(
        get(Setting.PEER_TRUST) == PeerTrust.PIN && !isSet(Setting.PEER_CERTIFICATE),
        "tig.peerTrust is pin, but tig.peerCertificate is not set.");
    refuseIf(
        !clustered && get(Setting.ADD_LOCALHOST),
        "tig.addLocalhost is true, but tig.cluster is not set.");
    refuseIf(
        !clustered && !get(Setting.LIFETIME).isZero(),
        "tig.lifetime is set, but tig.cluster is not.");
    refuseIf(
        clustered && get(Setting.ACCESS) == AccessMode.ROLES,
        "tig.access is roles and tig.cluster is set, but nodes know each other by the API key:"
            + " make it key-or-roles.");
    refuseIf(
        !isSet(Setting.PROXIES) && (isSet(Setting.PROXY_USER) || isSet(Setting.PROXY_ROLES)),
        "tig.proxyUser or tig.proxyRoles is set, but tig.proxies does not say whom to believe.");
    refuseIf(
        !isSet(Setting.PROXY_USER) && isSet(Setting.PROXY_ROLES),
        "tig.proxyRoles is set, but tig.proxyUser does not say whose roles they are.");
    String key = apiKey.map(Secret::value).orElse("no key");
    refuseIf(key.isEmpty(), "environment variable APIKEY is empty: unset it or give a key.");
    refuseIf(
        SettingKind.isPlaceholder(key),
        "environment variable APIKEY is " + SettingKind.PLACEHOLDER + ": unset it or give a key.");
    refuseIf(
        key.indexOf(SettingKind.UNDECODED) >= 0,
        "environment variable APIKEY has " + SettingKind.inexpressible() + ".");
  }

  private static void refuseIf(boolean refused, String sentence) {
    if (refused) {
      throw new SettingException(sentence);
    }
  }

  @Override
  @SuppressWarnings("unchecked") // Each value was put in under the setting that it was parsed for.
  public <T> T get(Setting<T> setting) {
    return (T) Objects.requireNonNull(values.get(setting));
  }

  /** Whether somebody made this setting, if only with its default. */
  public boolean isSet(Setting<?> setting) {
    return set.contains(setting);
  }

  /** The key from the environment, for when the data directory has no key file. */
  Optional<Secret> apiKey() {
    return apiKey;
  }

  /** Every setting, with a mask for each secret. */
  List<Shown> shown() {
    return List.copyOf(shown);
  }

  /** A line for each setting: its name, value and source; no secret is shown. */
  public List<String> origins() {
    return shown.stream().map(Shown::toString).toList();
  }

  /** A line for each setting that has no effect. */
  List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** Logs every setting with its value and source, and warns; no secret is shown. */
  public void log() {
    origins().forEach(line -> LOG.log(INFO, line));
    warnings.forEach(line -> LOG.log(WARNING, line));
  }

  /** The settings of the store's engine. */
  public FileStoreSettings store() {
    return new FileStoreSettings(
        get(Setting.DATA),
        get(Setting.MAX_BLOCK_SIZE),
        get(Setting.MAX_STORE_SIZE),
        get(Setting.DURABILITY),
        get(Setting.VERIFY),
        get(Setting.LOCK_WAIT),
        touchInterval());
  }

  /** How much longer than the retention a block may live, for the sake of fewer touches. */
  Duration touchInterval() {
    Duration retention = get(Setting.RETENTION);
    return (retention.isZero() ? Duration.ofMinutes(10) : retention)
        .dividedBy(TOUCHES_IN_RETENTION);
  }

  /** The settings of the cluster. */
  ClusterSettings cluster() {
    return new ClusterSettings(
        get(Setting.CLUSTER),
        get(Setting.ADD_LOCALHOST),
        get(Setting.PEER_TRUST),
        get(Setting.PEER_CERTIFICATE),
        get(Setting.PEER_TIMEOUT),
        get(Setting.PEER_PAUSE),
        get(Setting.PEER_RETRY),
        get(Setting.PEER_GONE),
        get(Setting.LIFETIME));
  }

  /** Who may do what, and how much of it. */
  AccessSettings access() {
    return new AccessSettings(
        get(Setting.ACCESS),
        get(Setting.OPEN_METRICS),
        get(Setting.MISS_RATE),
        get(Setting.MAX_UPLOADS),
        get(Setting.MAX_REQUESTS_PER_CLIENT),
        get(Setting.HOSTS),
        get(Setting.ORIGINS),
        get(Setting.PROXIES),
        get(Setting.PROXY_USER),
        get(Setting.PROXY_ROLES),
        get(Setting.AUDIT));
  }

  @Override
  public String toString() {
    return String.join(", ", origins());
  }
}
