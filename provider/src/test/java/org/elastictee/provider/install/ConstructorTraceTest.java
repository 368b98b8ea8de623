package org.elastictee.provider.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.VMDisconnectedException;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.LaunchingConnector;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.event.MethodEntryEvent;
import com.sun.jdi.event.ThreadStartEvent;
import com.sun.jdi.request.ClassPrepareRequest;
import com.sun.jdi.request.EventRequest;
import com.sun.jdi.request.EventRequestManager;
import com.sun.jdi.request.MethodEntryRequest;
import com.sun.jdi.request.ThreadStartRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Watches another JVM through the debugger's interface: every entry into the JDK's methods that
 * open a file or load a library, and every thread that starts, while the provider is constructed
 * and its services are listed.
 */
@Timeout(120)
class ConstructorTraceTest {
  private static final List<String> WATCHED_CLASSES =
      List.of(
          "java.io.FileInputStream",
          "java.io.FileOutputStream",
          "java.io.RandomAccessFile",
          "sun.nio.fs.UnixNativeDispatcher",
          "java.lang.Runtime",
          "java.lang.System",
          "java.lang.ClassLoader",
          "jdk.internal.loader.NativeLibraries",
          "jdk.internal.loader.BootLoader");
  private static final Set<String> WATCHED_METHODS =
      Set.of("open", "open0", "openat", "load", "load0", "loadLibrary", "loadLibrary0");

  @Test
  void theConstructorOpensNoFileLoadsNoLibraryAndStartsNoThread() throws Exception {
    assertEquals(Set.of(), trace("provider"));
  }

  /** The tracer sees what it is there to see. */
  @ParameterizedTest
  @CsvSource({
    "file,    java.io.FileInputStream.open",
    "channel, sun.nio.fs.UnixNativeDispatcher.open",
    "thread,  thread ",
    "library, java.lang.System.loadLibrary"
  })
  void theTracerSees(String what, String sight) throws Exception {
    Set<String> seen = trace(what);
    assertTrue(seen.stream().anyMatch(s -> s.startsWith(sight)), () -> "it saw " + seen);
  }

  private static Set<String> trace(String what) throws Exception {
    LaunchingConnector launcher = Bootstrap.virtualMachineManager().defaultConnector();
    Map<String, Connector.Argument> arguments = launcher.defaultArguments();
    arguments.get("home").setValue(System.getProperty("java.home"));
    arguments
        .get("options")
        .setValue(
            "-cp \"" + System.getProperty("java.class.path") + "\" " + FreshJvm.rootFileOption());
    arguments.get("main").setValue(ConstructorProbe.class.getName() + " " + what);
    VirtualMachine jvm = launcher.launch(arguments);
    ClassPrepareRequest prepare = jvm.eventRequestManager().createClassPrepareRequest();
    prepare.addClassFilter(ConstructorProbe.class.getName());
    prepare.enable();
    try {
      return new Watch(jvm).untilEnd();
    } finally {
      jvm.process().destroyForcibly().waitFor();
    }
  }

  /** One run of the other JVM, event by event. */
  private static final class Watch {
    private final VirtualMachine jvm;
    private final EventRequestManager requests;
    private final Set<String> seen = new TreeSet<>();
    private boolean began;
    private boolean ended;

    Watch(VirtualMachine jvm) {
      this.jvm = jvm;
      this.requests = jvm.eventRequestManager();
    }

    Set<String> untilEnd() throws InterruptedException {
      try {
        while (!ended) {
          EventSet events = jvm.eventQueue().remove();
          for (Event event : events) {
            handle(event);
          }
          events.resume();
        }
      } catch (VMDisconnectedException e) {
        throw new AssertionError("the probe did not reach its end; it saw " + seen, e);
      }
      return seen;
    }

    private void handle(Event event) {
      if (event instanceof ClassPrepareEvent prepared) {
        breakAt(prepared.referenceType(), "begin");
        breakAt(prepared.referenceType(), "end");
      } else if (event instanceof BreakpointEvent reached) {
        if (reached.location().method().name().equals("begin")) {
          began = true;
          watch();
        } else {
          ended = true;
        }
      } else if (event instanceof MethodEntryEvent entered
          && WATCHED_METHODS.contains(entered.method().name())) {
        seen.add(entered.method().declaringType().name() + "." + entered.method().name());
      } else if (event instanceof ThreadStartEvent started && began) {
        seen.add("thread " + started.thread().name());
      }
    }

    private void breakAt(ReferenceType type, String method) {
      requests.createBreakpointRequest(type.methodsByName(method).get(0).location()).enable();
    }

    private void watch() {
      for (String watched : WATCHED_CLASSES) {
        MethodEntryRequest entry = requests.createMethodEntryRequest();
        entry.addClassFilter(watched);
        entry.setSuspendPolicy(EventRequest.SUSPEND_ALL);
        entry.enable();
      }
      ThreadStartRequest start = requests.createThreadStartRequest();
      start.setSuspendPolicy(EventRequest.SUSPEND_ALL);
      start.enable();
    }
  }
}
