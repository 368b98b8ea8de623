package org.elastictee.sim;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.elastictee.sev.attest.FirmwareVersion;
import org.elastictee.sev.attest.TcbVersion;
import org.elastictee.sim.firmware.Chip;
import org.elastictee.sim.firmware.FirmwareLevel;
import org.elastictee.sim.firmware.FirmwareRefusedException;
import org.elastictee.sim.firmware.LaunchParameters;
import org.elastictee.sim.firmware.PlatformState;
import org.elastictee.sim.firmware.Vlek;
import org.elastictee.sim.host.Fault;
import org.elastictee.sim.pki.HostCertificateKind;

/**
 * The events of a simulated machine in words. Safe for use by several threads; no answer holds a
 * secret, and every answer says that it is simulated.
 *
 * <pre>
 * relaunch [policy=N] [measurement=HEX] [host-data=HEX] [family-id=HEX] [image-id=HEX]
 *          [guest-svn=N] [id-key-digest=HEX] [author-key-digest=HEX] [report-id-ma=HEX]
 * migrate [chip=NAME]                  to the chip "other", and back to "default"
 * update [tcb=N] [version=A.B.C] [report-version=N] [mit-vector=N]
 * commit
 * rollback
 * report-tcb tcb=N
 * mask [chip-id=on|off] [chip-key=on|off]
 * install-vlek csp-id=TEXT
 * remove-vlek
 * certificates kind=none|vcek|vlek|oversize
 * certificates bytes=HEX
 * throttle count=N
 * fault kind=exitinfo2|status value=N [count=N]
 * fault kind=ghcb|bad-tag|bad-sequence-number|bad-type|bad-version [count=N]
 * vmpl current=N
 * reboot
 * vanish
 * reset
 * show
 * calls
 * </pre>
 *
 * <p>Numbers are decimal, or hexadecimal after {@code 0x}. What is not named stays as it is.
 */
public final class SimulatorConsole implements HostConsole {
  private static final Pattern BLANKS = Pattern.compile("[ \t]+");
  private static final Pattern VERSION = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
  private static final String NOTHING_TO_SAY = "";

  private final SimulatedMachine machine;
  private final Map<String, Command> commands = new TreeMap<>();

  /** Creates the console of a machine. */
  public SimulatorConsole(SimulatedMachine machine) {
    this.machine = Objects.requireNonNull(machine, "machine");
    put("relaunch", this::relaunch, LaunchArguments.NAMES);
    put("migrate", this::migrate, "chip");
    put("update", this::update, "tcb", "version", "report-version", "mit-vector");
    put("commit", arguments -> machine.commit());
    put("rollback", arguments -> machine.rollBack());
    put("report-tcb", this::reportTcb, "tcb");
    put("mask", this::mask, "chip-id", "chip-key");
    put(
        "install-vlek",
        arguments -> machine.installVlek(Vlek.of(arguments.required("csp-id"))),
        "csp-id");
    put("remove-vlek", arguments -> machine.removeVlek());
    put("certificates", this::certificates, "kind", "bytes");
    put("throttle", arguments -> machine.throttle(requiredCount(arguments, "count")), "count");
    put("fault", this::fault, "kind", "value", "count");
    put("vmpl", arguments -> machine.setVmpl(requiredCount(arguments, "current")), "current");
    put("reboot", arguments -> machine.reboot());
    put("vanish", arguments -> machine.vanish());
    put("reset", arguments -> machine.reset());
    commands.put("show", new Command(Set.of(), arguments -> show()));
    commands.put("calls", new Command(Set.of(), arguments -> calls()));
  }

  private void put(String word, Event event, String... arguments) {
    commands.put(
        word,
        new Command(
            new TreeSet<>(Arrays.asList(arguments)),
            given -> {
              event.happen(given);
              return NOTHING_TO_SAY;
            }));
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException also if the simulated firmware refuses the command, which is
   *     the cause then
   */
  @Override
  public String execute(String command) {
    List<String> words = List.of(BLANKS.split(command.strip()));
    Command found = commands.get(words.get(0));
    if (found == null) {
      throw new IllegalArgumentException(
          "no such command; there are: " + String.join(", ", commands.keySet()));
    }
    try {
      return found.action.run(
          new ConsoleArguments(words.subList(1, words.size()), found.arguments));
    } catch (FirmwareRefusedException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private void relaunch(ConsoleArguments arguments) throws FirmwareRefusedException {
    LaunchParameters present = machine.firmware().launchParameters();
    machine.relaunch(LaunchArguments.over(present, arguments));
  }

  private void migrate(ConsoleArguments arguments) throws FirmwareRefusedException {
    Chip present = machine.firmware().platform().chip();
    String next = present.name().equals("other") ? "default" : "other";
    machine.migrate(Chip.named(present.product(), arguments.text("chip").orElse(next)));
  }

  private void update(ConsoleArguments arguments) throws FirmwareRefusedException {
    PlatformState platform = machine.firmware().platform();
    FirmwareLevel present = platform.current();
    Optional<FirmwareVersion> version = arguments.text("version").map(SimulatorConsole::version);
    TcbVersion tcb =
        platform.chip().product().tcb(arguments.number("tcb").orElse(present.tcb().raw()));
    int reportVersion = arguments.count("report-version").orElse(present.reportVersion());
    long mitVector = arguments.number("mit-vector").orElse(present.mitVector());
    machine.updateFirmware(
        new FirmwareLevel(version.orElse(present.version()), tcb, reportVersion, mitVector));
  }

  private static FirmwareVersion version(String text) {
    var matcher = VERSION.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("version is major.minor.build");
    }
    return new FirmwareVersion(
        Integer.parseInt(matcher.group(1)),
        Integer.parseInt(matcher.group(2)),
        Integer.parseInt(matcher.group(3)));
  }

  private void reportTcb(ConsoleArguments arguments) throws FirmwareRefusedException {
    arguments.required("tcb");
    long tcb = arguments.number("tcb").orElseThrow();
    machine.setReportedTcb(machine.firmware().platform().chip().product().tcb(tcb));
  }

  private void mask(ConsoleArguments arguments) {
    Optional<Boolean> chipId = arguments.flag("chip-id");
    Optional<Boolean> chipKey = arguments.flag("chip-key");
    if (chipId.isEmpty() && chipKey.isEmpty()) {
      throw new IllegalArgumentException("mask needs chip-id or chip-key");
    }
    chipId.ifPresent(machine::maskChipId);
    chipKey.ifPresent(machine::maskChipKey);
  }

  private void certificates(ConsoleArguments arguments) {
    Optional<byte[]> bytes = arguments.bytes("bytes");
    Optional<String> kind = arguments.text("kind");
    if (bytes.isPresent() == kind.isPresent()) {
      throw new IllegalArgumentException("certificates needs either kind or bytes");
    }
    if (bytes.isPresent()) {
      byte[] table = bytes.get();
      machine.setCertificates(() -> table);
    } else {
      machine.setCertificates(
          ConsoleArguments.constant(HostCertificateKind.class, "kind", kind.get()));
    }
  }

  private void fault(ConsoleArguments arguments) {
    String kind = arguments.required("kind");
    Optional<Long> value = arguments.number("value");
    int count = arguments.count("count").orElse(1);
    if (kind.equals("ghcb")) {
      if (value.isPresent()) {
        throw new IllegalArgumentException("ghcb has no value");
      }
      machine.inject(Fault.ghcbFailure(), count);
    } else {
      machine.inject(
          new Fault(ConsoleArguments.constant(Fault.Kind.class, "kind", kind), value.orElse(0L)),
          count);
    }
  }

  private static int requiredCount(ConsoleArguments arguments, String name) {
    arguments.required(name);
    return arguments.count(name).orElseThrow();
  }

  private String show() {
    PlatformState platform = machine.firmware().platform();
    LaunchParameters launch = machine.firmware().launchParameters();
    return new StringJoiner(" ", "simulated: ", "")
        .add("product=" + ConsoleArguments.wordOf(platform.chip().product()))
        .add("chip=" + platform.chip().name())
        .add("firmware=" + platform.current().version())
        .add("report-version=" + platform.current().reportVersion())
        .add("current=" + hex(platform.current().tcb().raw()))
        .add("committed=" + hex(platform.committed().tcb().raw()))
        .add("reported=" + hex(platform.reportedTcb().raw()))
        .add("mask-chip-id=" + onOff(platform.maskChipId()))
        .add("mask-chip-key=" + onOff(platform.maskChipKey()))
        .add("vlek=" + platform.vlek().map(Vlek::cspId).orElse("none"))
        .add("policy=" + hex(launch.policy().raw()))
        .add("measurement=" + HexFormat.of().formatHex(launch.measurement()))
        .add("host-data=" + HexFormat.of().formatHex(launch.hostData()))
        .add("guest-svn=" + launch.guestSvn())
        .add("vmpl=" + machine.kernel().vmpl())
        .add("device=" + (machine.kernel().isPresent() ? "present" : "vanished"))
        .add("vmpck=" + (machine.kernel().isVmpckAlive() ? "alive" : "wiped"))
        .add("throttled=" + machine.hypervisor().throttled())
        .add("faults=" + machine.hypervisor().pendingFaults())
        .toString();
  }

  private String calls() {
    StringJoiner line = new StringJoiner(" ", "simulated: ", "");
    machine
        .hypervisor()
        .calls()
        .forEach((kind, count) -> line.add(ConsoleArguments.wordOf(kind) + "=" + count));
    return line.toString();
  }

  private static String hex(long value) {
    return String.format(Locale.ROOT, "0x%x", value);
  }

  private static String onOff(boolean value) {
    return value ? "on" : "off";
  }

  /** What a command does to the machine. */
  private interface Event {
    void happen(ConsoleArguments arguments) throws FirmwareRefusedException;
  }

  /** What a command does, and what it answers. */
  private interface Action {
    String run(ConsoleArguments arguments) throws FirmwareRefusedException;
  }

  /** A command: the names of the arguments that it may have, and what it does. */
  private record Command(Set<String> arguments, Action action) {}
}
