package org.elastictee.sev.kds;

import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.elastictee.sev.attest.KeyInfo.SigningKey;
import org.elastictee.sev.attest.Product;
import org.elastictee.sev.attest.TcbVersion;
import org.elastictee.sev.kds.KeyServerException.Reason;

/**
 * AMD's Key Distribution Service, which has the certificates of AMD's chips, and a cache before it:
 * AMD VCEK Certificate and KDS Interface Specification (document 57230).
 *
 * <p>Nothing that comes from here is to be trusted for that: not because of the connection, whose
 * certificates are checked as the JDK does by default, and not because of the cache. Answers are
 * checked to be of the right kind, for what was asked, and in date; no signature is verified. Who
 * verifies a report pins AMD's roots and verifies everything below them.
 *
 * <p>Immutable and safe for use by several threads; several processes may use the same cache.
 * Nothing has to be closed. Identical requests at the same time are made once.
 *
 * <p>The server throttles. An identical request is made at most every 10 seconds, the calls waiting
 * meanwhile; status 429, and 503 with {@code Retry-After}, are obeyed: the wait is what the server
 * says, or else 10, 20, 40 and then always 80 seconds. All that ends with the total time of the
 * call. Redirects are not followed.
 */
public final class KeyServer {
  /** Where AMD's is. */
  public static final URI AMD = URI.create("https://kdsintf.amd.com");

  /** How long a {@code CHIP_ID} is: 64 bytes. */
  public static final int CHIP_ID_BYTES = 64;

  /** The products that have a name there: document 57230, {@code product_name}. */
  private static final Set<Product> SERVED = Set.of(Product.MILAN, Product.GENOA, Product.TURIN);

  /** How often an identical request is made at most. */
  static final Duration REQUEST_INTERVAL = Duration.ofSeconds(10);

  private final DiskCache cache;
  private final Optional<Downloads> downloads;
  private final SingleFlight flights = new SingleFlight();
  private final Timer timer;
  private final Duration totalTimeout;

  private KeyServer(Builder builder) {
    cache = new DiskCache(builder.cacheFolder, builder.clock);
    timer = builder.timer;
    totalTimeout = builder.totalTimeout;
    downloads =
        builder.offline
            ? Optional.empty()
            : Optional.of(
                new Downloads(
                    new HttpExchanges(builder.client(), builder.baseUri),
                    cache,
                    timer,
                    builder.clock,
                    builder.requestTimeout));
  }

  /**
   * Begins with AMD's server.
   *
   * @param cacheFolder where answers are kept; created before the first request, for its owner
   *     alone. Certificates are kept until they expire, revocation lists until the next one is due
   */
  public static Builder builder(Path cacheFolder) {
    return new Builder(cacheFolder);
  }

  /** Returns one that has only what is in the cache, and never opens a connection. */
  public static KeyServer offline(Path cacheFolder) {
    return builder(cacheFolder).offline().build();
  }

  /**
   * Returns the certificate of a chip's VCEK at a TCB. There is no such call for VLEKs: AMD gives
   * their certificates to the cloud provider only, which hands them on in the certificate table
   * beside the report.
   *
   * <p>The server learns which chip is asked for. It makes a fresh certificate each time: two for
   * the same key differ in their dates and signature.
   *
   * @param chipId {@code CHIP_ID} of the report, exactly 64 bytes
   * @param reportedTcb {@code REPORTED_TCB} of the report, in the layout of the product
   * @return one X.509 certificate in DER, at most 16 KiB, for a key on P-384
   * @throws KeyServerException if there is none
   * @throws IllegalArgumentException if an argument has the wrong length or layout; nothing was
   *     asked
   */
  public byte[] vcek(Product product, byte[] chipId, TcbVersion reportedTcb)
      throws KeyServerException {
    requireServed(product, SigningKey.VCEK);
    if (chipId.length != CHIP_ID_BYTES) {
      throw new IllegalArgumentException("CHIP_ID has 64 bytes, not " + chipId.length);
    }
    if (reportedTcb.layout() != product.tcbLayout()) {
      throw new IllegalArgumentException(
          "a TCB version of layout "
              + reportedTcb.layout()
              + " is none of "
              + product.productName());
    }
    byte[] hwid = hwid(product, chipId.clone());
    return fetch(new VcekResource(product, hwid, reportedTcb)).get(0).clone();
  }

  /**
   * Returns the certificates above the VCEKs or VLEKs of a product.
   *
   * @param key which of the two; there are none above {@link SigningKey#NONE}
   * @throws KeyServerException if there are none
   */
  public CertificateChain certificateChain(Product product, SigningKey key)
      throws KeyServerException {
    requireServed(product, key);
    List<byte[]> certificates = fetch(new ChainResource(product, key));
    return new CertificateChain(certificates.get(0), certificates.get(1));
  }

  /**
   * Returns the list of what a product's root has revoked, for the certificates above its VCEKs or
   * those above its VLEKs. It was issued by that root, by its name, and the next one is not yet
   * due.
   *
   * @param key which of the two; there is none for {@link SigningKey#NONE}
   * @return one X.509 certificate revocation list in DER, at most 256 KiB
   * @throws KeyServerException if there is none
   */
  public byte[] crl(Product product, SigningKey key) throws KeyServerException {
    requireServed(product, key);
    return fetch(new CrlResource(product, key)).get(0).clone();
  }

  private static void requireServed(Product product, SigningKey key) throws KeyServerException {
    if (!SERVED.contains(Objects.requireNonNull(product, "product"))) {
      throw new KeyServerException(
          Reason.NOT_SERVED,
          "AMD documents no name of the key server for " + product.productName());
    }
    if (Objects.requireNonNull(key, "key") == SigningKey.NONE) {
      throw new KeyServerException(
          Reason.NOT_SERVED, "the key server has nothing for a report that no key signs");
    }
  }

  private static byte[] hwid(Product product, byte[] chipId) throws KeyServerException {
    byte[] hwid = Arrays.copyOf(chipId, product.chipIdBytes());
    if (Arrays.equals(hwid, new byte[hwid.length])) {
      throw new KeyServerException(
          Reason.UNUSABLE_CHIP_ID,
          "the CHIP_ID is zero: the host masks it, and no key can be found");
    }
    if (!Arrays.equals(chipId, Arrays.copyOf(hwid, CHIP_ID_BYTES))) {
      throw new KeyServerException(
          Reason.UNUSABLE_CHIP_ID,
          "the CHIP_ID has more than the " + hwid.length + " bytes of " + product.productName());
    }
    return hwid;
  }

  private List<byte[]> fetch(Resource resource) throws KeyServerException {
    Deadline deadline = Deadline.after(totalTimeout, timer);
    return flights.join(resource.name(), deadline, () -> find(resource, deadline));
  }

  private List<byte[]> find(Resource resource, Deadline deadline) throws KeyServerException {
    Optional<List<byte[]>> cached = cache.read(resource);
    if (cached.isPresent()) {
      return cached.get();
    }
    if (downloads.isEmpty()) {
      throw new KeyServerException(
          Reason.OFFLINE, "the cache does not have what was asked, or only an expired one");
    }
    return downloads.get().download(resource, deadline);
  }

  /** How to reach the key server. Not safe for use by several threads. */
  public static final class Builder {
    private static final Duration MAX_LIMIT = Duration.ofDays(1);

    private final Path cacheFolder;
    private URI baseUri = AMD;
    private Optional<ProxySelector> proxy = Optional.empty();
    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration requestTimeout = Duration.ofSeconds(30);
    private Duration totalTimeout = Duration.ofMinutes(2);
    private Clock clock = Clock.systemUTC();
    private Timer timer = Timer.system();
    private boolean offline;

    private Builder(Path cacheFolder) {
      this.cacheFolder = Objects.requireNonNull(cacheFolder, "cacheFolder");
    }

    /**
     * Asks a mirror instead of AMD.
     *
     * @param newBaseUri what stands before {@code /vcek/v1/…}: scheme http or https, a host, and
     *     perhaps a port and a path
     * @throws IllegalArgumentException if it is anything else
     */
    public Builder baseUri(URI newBaseUri) {
      String scheme = Objects.toString(newBaseUri.getScheme(), "").toLowerCase(Locale.ROOT);
      if (!(scheme.equals("https") || scheme.equals("http"))
          || newBaseUri.getHost() == null
          || newBaseUri.getRawUserInfo() != null
          || newBaseUri.getRawQuery() != null
          || newBaseUri.getRawFragment() != null) {
        throw new IllegalArgumentException(
            "the base address has scheme http or https, a host, and at most a port and a path");
      }
      baseUri = URI.create(newBaseUri.toString().replaceAll("/+$", ""));
      return this;
    }

    /** Goes through proxies; the default is {@link ProxySelector#getDefault}. */
    public Builder proxy(ProxySelector newProxy) {
      proxy = Optional.of(newProxy);
      return this;
    }

    /**
     * Limits how long it may take to connect; 10 seconds by default.
     *
     * @throws IllegalArgumentException unless it is more than zero and at most a day
     */
    public Builder connectTimeout(Duration newConnectTimeout) {
      connectTimeout = requireLimit(newConnectTimeout);
      return this;
    }

    /**
     * Limits how long one request may take, up to the last byte of the answer; 30 seconds by
     * default.
     *
     * @throws IllegalArgumentException unless it is more than zero and at most a day
     */
    public Builder requestTimeout(Duration newRequestTimeout) {
      requestTimeout = requireLimit(newRequestTimeout);
      return this;
    }

    /**
     * Limits how long a call may take with all its requests and the waits between them; 2 minutes
     * by default.
     *
     * @throws IllegalArgumentException unless it is more than zero and at most a day
     */
    public Builder totalTimeout(Duration newTotalTimeout) {
      totalTimeout = requireLimit(newTotalTimeout);
      return this;
    }

    /** Sets the clock that tells whether something has expired; the machine's by default. */
    public Builder clock(Clock newClock) {
      clock = Objects.requireNonNull(newClock, "newClock");
      return this;
    }

    /** Asks the cache only, and never opens a connection. */
    public Builder offline() {
      offline = true;
      return this;
    }

    /** Sets the time by which requests are paced. */
    Builder timer(Timer newTimer) {
      timer = newTimer;
      return this;
    }

    /** Builds. */
    public KeyServer build() {
      return new KeyServer(this);
    }

    private HttpClient client() {
      HttpClient.Builder client =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .followRedirects(HttpClient.Redirect.NEVER)
              .connectTimeout(connectTimeout);
      proxy.ifPresent(client::proxy);
      return client.build();
    }

    private static Duration requireLimit(Duration duration) {
      if (duration.isNegative() || duration.isZero() || duration.compareTo(MAX_LIMIT) > 0) {
        throw new IllegalArgumentException("a time limit is more than zero and at most a day");
      }
      return duration;
    }
  }
}
