package org.elastictee.provider.install;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.elastictee.provider.ElasticProvider;

/** What {@link ConstructorTraceTest} watches, between {@link #begin} and {@link #end}. */
public final class ConstructorProbe {
  private ConstructorProbe() {}

  public static void main(String[] args) throws Exception {
    loadClasses(
        Path.of(ElasticProvider.class.getProtectionDomain().getCodeSource().getLocation().toURI()));
    begin();
    act(args[0]);
    end();
  }

  static void begin() {}

  static void end() {}

  private static void act(String what) throws Exception {
    switch (what) {
      case "provider" -> new ElasticProvider().getServices();
      case "file" -> open(new FileInputStream("/dev/null"));
      case "channel" -> open(Files.newInputStream(Path.of("/dev/null")));
      case "thread" -> {
        Thread thread = new Thread(() -> {});
        thread.start();
        thread.join();
      }
      case "library" -> System.loadLibrary("jdwp");
      default -> throw new IllegalArgumentException(what);
    }
  }

  private static void open(InputStream stream) throws IOException {
    stream.close();
  }

  /**
   * Loading a class reads its file; that is the JVM's doing, and done before. Nothing is
   * initialized.
   */
  private static void loadClasses(Path folder) throws Exception {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        String name = folder.relativize(file).toString().replace('/', '.');
        if (name.startsWith("META-INF") || name.equals("module-info.class")) {
          continue; // another version of a class, or none
        }
        Class.forName(
            name.substring(0, name.length() - ".class".length()),
            false,
            ConstructorProbe.class.getClassLoader());
      }
    }
  }
}
