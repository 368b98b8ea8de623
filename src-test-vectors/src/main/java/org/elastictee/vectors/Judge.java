package org.elastictee.vectors;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.Optional;
import org.elastictee.vectors.schema.Call;
import org.elastictee.vectors.schema.Handler;
import org.elastictee.vectors.schema.Schemas;

/** Runs cases against a provider and says what became of them. */
public final class Judge {
  private final Provider provider;
  private final AcceptableTable acceptable;

  /** Creates a judge of a provider. */
  public Judge(Provider provider, AcceptableTable acceptable) {
    this.provider = provider;
    this.acceptable = acceptable;
  }

  /**
   * Returns the name under which the provider registers the service that a group is about, or
   * nothing if it does not.
   *
   * @throws VectorException if the schema is unknown
   */
  public Optional<String> service(VectorFile file, VectorGroup group) {
    return Schemas.handler(file.schema()).service(file, group).find(provider);
  }

  /**
   * Judges a case.
   *
   * @param algorithm the service's name: see {@link #service}
   */
  public Outcome judge(VectorFile file, VectorGroup group, VectorCase test, String algorithm) {
    AcceptableTable.Decision decision =
        switch (test.result()) {
          case VALID -> AcceptableTable.Decision.ACCEPT;
          case INVALID -> AcceptableTable.Decision.REJECT;
          case ACCEPTABLE -> acceptable.decide(file.schema(), test.flags());
        };
    Handler handler = Schemas.handler(file.schema());
    try {
      return handler.accepts(new Call(provider, algorithm, group, test))
          ? accepted(decision)
          : refused(decision, "the output or the signature does not verify");
    } catch (InapplicableException e) {
      return new Outcome(Outcome.Kind.SKIPPED, e.getMessage());
    } catch (GeneralSecurityException e) {
      return refused(decision, e.toString());
    } catch (WrongOutputException e) {
      return failed(e.getMessage());
    } catch (VectorException e) {
      throw e;
    } catch (RuntimeException e) {
      return failed("no documented way to refuse: " + e);
    }
  }

  private static Outcome accepted(AcceptableTable.Decision decision) {
    return decision == AcceptableTable.Decision.REJECT
        ? failed("accepted")
        : new Outcome(Outcome.Kind.ACCEPTED, "accepted");
  }

  private static Outcome refused(AcceptableTable.Decision decision, String how) {
    return decision == AcceptableTable.Decision.ACCEPT
        ? failed("refused: " + how)
        : new Outcome(Outcome.Kind.REFUSED, how);
  }

  private static Outcome failed(String why) {
    return new Outcome(Outcome.Kind.FAILED, why);
  }
}
