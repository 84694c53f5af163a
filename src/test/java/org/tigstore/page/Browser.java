package org.tigstore.page;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.NotFoundException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.tigstore.Eventually;

/**
 * A headless Chromium with a fresh profile, which is deleted when it is closed. It reaches this
 * machine only: as {@code 127.0.0.1}, which browsers trust as they do HTTPS, and as {@link
 * #INTRANET}, which they do not. One thread may use it.
 */
public final class Browser implements AutoCloseable {
  /** A name of this machine whose pages are no secure context over HTTP. */
  public static final String INTRANET = "intranet.example";

  private static final Path PICTURES = Path.of("target", "pages");
  private static final String CONTROLS =
      "a[href], button, input, select, textarea, summary, [role=tab], [role=button]";

  /** Without modules for each version of the browser's own protocol, it warns at each start. */
  private static final Logger MISSING_MODULES = Logger.getLogger("org.openqa.selenium.devtools");

  private final ChromeDriver driver;
  private final Path profile;
  private final Map<String, String> preferences = new TreeMap<>();

  private Browser(ChromeDriver driver, Path profile) {
    this.driver = driver;
    this.profile = profile;
  }

  /** Starts one. Where none is installed, the test that asks is skipped, and says so. */
  public static Browser start() throws IOException {
    Optional<Path> program = installed("chromium");
    Optional<Path> server = installed("chromedriver");
    Assumptions.assumeTrue(
        program.isPresent() && server.isPresent(),
        "SKIPPED: tests of the page need Debian's chromium and chromium-driver");
    MISSING_MODULES.setLevel(Level.OFF);
    Path profile = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "chromium-");
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(server.orElseThrow().toFile())
            .withLogFile(profile.resolve("chromedriver.log").toFile())
            .build();
    return new Browser(new ChromeDriver(service, options(program.orElseThrow(), profile)), profile);
  }

  private static Optional<Path> installed(String program) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .map(directory -> Path.of(directory, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static ChromeOptions options(Path program, Path profile) {
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(program.toFile());
    options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
    options.setExperimentalOption(
        "prefs", Map.of("download.default_directory", profile.resolve("downloads").toString()));
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--hide-scrollbars",
        "--force-device-scale-factor=1",
        "--window-size=1280,800",
        "--lang=en",
        "--user-data-dir=" + profile.resolve("profile"),
        "--host-resolver-rules=MAP " + INTRANET + " 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1");
    return options;
  }

  /** Selenium's own driver, for what has no method here. */
  public ChromeDriver driver() {
    return driver;
  }

  /** Loads this address in the current tab. */
  public void open(URI address) {
    driver.get(address.toString());
  }

  /** The displayed element that this selector finds first, as soon as there is one. */
  public WebElement find(String selector) throws InterruptedException {
    return awaited("element " + selector, () -> displayed(selector).findFirst());
  }

  /** The displayed and enabled control with this accessible name, as soon as there is one. */
  public WebElement control(String name) throws InterruptedException {
    return awaited(
        "control \"" + name + "\"",
        () ->
            displayed(CONTROLS)
                .filter(one -> one.isEnabled() && name.equals(one.getAccessibleName()))
                .findFirst());
  }

  /** Clicks on the control with this accessible name. */
  public void click(String name) throws InterruptedException {
    control(name).click();
  }

  /** Replaces what is in the field with this accessible name. */
  public void type(String name, String text) throws InterruptedException {
    WebElement field = control(name);
    field.clear();
    field.sendKeys(text);
  }

  /** Chooses files, or a directory, in the file input that this selector finds, shown or not. */
  public void choose(String selector, Path... files) throws InterruptedException {
    String paths =
        String.join("\n", Stream.of(files).map(file -> file.toAbsolutePath().toString()).toList());
    awaited(
            "field " + selector,
            () -> driver.findElements(By.cssSelector(selector)).stream().findFirst())
        .sendKeys(paths);
  }

  /** Presses keys, one after the other, wherever the focus is. */
  public void press(CharSequence... keys) {
    new Actions(driver).sendKeys(keys).perform();
  }

  /** What the element that this selector finds shows, as soon as it contains this text. */
  public String awaitText(String selector, String text) throws InterruptedException {
    return awaited(
        "\"" + text + "\" in " + selector,
        () ->
            displayed(selector).map(WebElement::getText).filter(t -> t.contains(text)).findFirst());
  }

  /** Waits until this holds; what does not exist yet does not hold. */
  public void await(String what, Callable<Boolean> condition) throws InterruptedException {
    awaited(what, () -> condition.call() ? Optional.of(true) : Optional.empty());
  }

  private <T> T awaited(String what, Callable<Optional<T>> question) throws InterruptedException {
    List<T> found = new ArrayList<>();
    try {
      Eventually.holds(what, () -> asked(question).map(found::add).isPresent());
    } catch (AssertionError e) {
      picture("failed");
      String page = driver.getCurrentUrl() + "\n" + script("return document.body.innerText");
      throw new AssertionError(e.getMessage() + "\n" + page + "\n" + problems(), e);
    }
    return found.get(0);
  }

  private static <T> Optional<T> asked(Callable<Optional<T>> question) throws Exception {
    try {
      return question.call();
    } catch (NotFoundException | StaleElementReferenceException e) {
      return Optional.empty();
    }
  }

  private Stream<WebElement> displayed(String selector) {
    return driver.findElements(By.cssSelector(selector)).stream().filter(WebElement::isDisplayed);
  }

  /** What this body of a function returns; {@code arguments} are its arguments. */
  public Object script(String body, Object... arguments) {
    Object result = driver.executeScript(body, arguments);
    return result == null ? "" : result;
  }

  /** Makes the viewport this large, in CSS pixels; phones are narrower than any window may be. */
  public void resize(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /** Has pages believe that the user prefers this, such as {@code prefers-color-scheme: dark}. */
  public void prefer(String feature, String value) {
    preferences.put(feature, value);
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            preferences.entrySet().stream()
                .map(one -> Map.of("name", one.getKey(), "value", one.getValue()))
                .toList()));
  }

  /** Opens another tab, which is the current one then, and returns its handle. */
  public String openTab() {
    return driver.switchTo().newWindow(WindowType.TAB).getWindowHandle();
  }

  /** Makes the tab with this handle the current one. */
  public void switchTo(String tab) {
    driver.switchTo().window(tab);
  }

  /** The current tab's handle. */
  public String tab() {
    return driver.getWindowHandle();
  }

  /** Where downloads arrive. */
  public Path downloads() {
    return profile.resolve("downloads");
  }

  /** Writes what the current tab shows to {@code target/pages/NAME.png}. */
  public void picture(String name) {
    try {
      Files.createDirectories(PICTURES);
      Files.write(PICTURES.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new AssertionError("the picture " + name + " cannot be written", e);
    }
  }

  /**
   * Errors of scripts, console messages of at least the level of a warning, and violations of the
   * Content-Security-Policy since the last call. Answers other than 2xx are no problem: pages ask
   * for blocks that are not there.
   */
  public List<String> problems() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .map(LogEntry::getMessage)
        .filter(message -> !message.contains("Failed to load resource: the server responded"))
        .toList();
  }

  @Override
  public void close() throws IOException {
    driver.quit();
    try (Stream<Path> files = Files.walk(profile)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
