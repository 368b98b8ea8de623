package org.elastictee.provider.engine;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A {@link org.elastictee.provider.health.Downgrade} in a recording of the Flight Recorder. */
@Name(DowngradeEvent.NAME)
@Label("Engine Downgrade")
@Category({"Elastic"})
@Description("An engine does not serve an operation that it stands in front for")
@StackTrace(false)
final class DowngradeEvent extends Event {
  static final String NAME = "org.elastictee.provider.EngineDowngrade";

  @Label("Service Type")
  String type;

  @Label("Algorithm")
  String algorithm;

  @Label("Engine")
  String engine;

  @Label("Cause")
  String cause;

  @Label("Reason")
  String reason;

  @Label("Refused")
  @Description("Strict mode: no other engine takes its place")
  boolean refused;
}
