package org.tigstore.cluster;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Address;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A DNS server on this machine whose records a test changes while it runs. */
final class DnsServer implements AutoCloseable {
  private static final int LARGEST_QUESTION = 512;
  private static final int TTL_SECONDS = 3600;

  private final DatagramSocket socket;
  private final Map<Name, List<Record>> records = new ConcurrentHashMap<>();
  private final AtomicInteger questions = new AtomicInteger();
  private final AtomicInteger toLose = new AtomicInteger();
  private volatile Predicate<Record> answered = question -> true;
  private volatile Predicate<Record> failing = question -> false;
  private volatile Failure failure = Failure.SERVFAIL;
  private volatile Duration delay = Duration.ZERO;

  /** An answer that says nothing about a name. */
  enum Failure {
    SERVFAIL,
    REFUSED,
    FORMERR,
    /** The whole answer is to be had by TCP, where nobody listens. */
    TRUNCATED,
    FOR_ANOTHER_QUESTION;

    private void changes(Header answer) {
      switch (this) {
        case SERVFAIL -> answer.setRcode(Rcode.SERVFAIL);
        case REFUSED -> answer.setRcode(Rcode.REFUSED);
        case FORMERR -> answer.setRcode(Rcode.FORMERR);
        case TRUNCATED -> answer.setFlag(Flags.TC);
        case FOR_ANOTHER_QUESTION -> answer.setID(~answer.getID() & 0xffff);
      }
    }
  }

  private DnsServer(DatagramSocket socket) {
    this.socket = socket;
  }

  /** Starts a server that knows no names yet. */
  static DnsServer start() throws IOException {
    DnsServer server =
        new DnsServer(new DatagramSocket(0, InetAddress.getByAddress(new byte[] {127, 0, 0, 1})));
    Thread thread = new Thread(server::serve, "dns-server");
    thread.setDaemon(true);
    thread.start();
    return server;
  }

  /** Where it listens, as the system property {@code dns.server} has it. */
  String place() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  /** How a Java machine is told to ask it. */
  String javaOption() {
    return "-Ddns.server=" + place();
  }

  /** How many questions came so far. */
  int questions() {
    return questions.get();
  }

  /** From now on, a name has these addresses only; it exists even if there are none. */
  void has(String name, String... addresses) throws IOException {
    Name owner = Name.fromString(name, Name.root);
    List<Record> all = new ArrayList<>();
    for (String address : addresses) {
      all.add(record(owner, address));
    }
    records.put(owner, all);
  }

  private static Record record(Name owner, String text) throws UnknownHostException {
    InetAddress address = Address.getByAddress(text);
    return Address.familyOf(address) == Address.IPv4
        ? new ARecord(owner, DClass.IN, TTL_SECONDS, address)
        : new AAAARecord(owner, DClass.IN, TTL_SECONDS, address);
  }

  /** From now on, a name stands for another one. */
  void leads(String name, String other) throws IOException {
    Name owner = Name.fromString(name, Name.root);
    Name target = Name.fromString(other, Name.root);
    records.put(owner, List.of(new CNAMERecord(owner, DClass.IN, TTL_SECONDS, target)));
  }

  /** From now on, only questions like these are answered. */
  void answers(Predicate<Record> like) {
    answered = like;
  }

  /** From now on, questions like these get such an answer without a record. */
  void fails(Predicate<Record> like, Failure how) {
    failure = how;
    failing = like;
  }

  /** From now on, every answer comes so much later. */
  void delays(Duration time) {
    delay = time;
  }

  /** The next so many questions get lost. */
  void loses(int number) {
    toLose.set(number);
  }

  private boolean isLost() {
    return toLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
  }

  private void serve() {
    try {
      while (true) {
        byte[] buffer = new byte[LARGEST_QUESTION];
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        questions.incrementAndGet();
        answer(packet);
      }
    } catch (SocketException e) {
      // Closed: the test is over.
    } catch (IOException e) {
      throw new AssertionError("the DNS server of the test broke", e);
    }
  }

  private void answer(DatagramPacket packet) throws IOException {
    Message asked = new Message(packet.getData());
    if (!isLost() && answered.test(asked.getQuestion())) {
      byte[] answer = answer(asked).toWire();
      DatagramPacket sent = new DatagramPacket(answer, answer.length, packet.getSocketAddress());
      CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS)
          .execute(() -> send(sent));
    }
  }

  private void send(DatagramPacket answer) {
    try {
      socket.send(answer);
    } catch (IOException e) {
      // Closed: the test is over.
    }
  }

  private Message answer(Message asked) {
    Record question = asked.getQuestion();
    Message answer = new Message(asked.getHeader().getID());
    answer.getHeader().setFlag(Flags.QR);
    answer.getHeader().setFlag(Flags.RD);
    answer.getHeader().setFlag(Flags.RA);
    answer.addRecord(question, Section.QUESTION);
    if (failing.test(question)) {
      failure.changes(answer.getHeader());
      return answer;
    }
    if (!records.containsKey(question.getName())) {
      answer.getHeader().setRcode(Rcode.NXDOMAIN);
    }
    addRecords(question.getName(), question.getType(), answer);
    return answer;
  }

  private void addRecords(Name name, int type, Message answer) {
    for (Record one : records.getOrDefault(name, List.of())) {
      if (one instanceof CNAMERecord alias) {
        answer.addRecord(alias, Section.ANSWER);
        addRecords(alias.getTarget(), type, answer);
      } else if (one.getType() == type) {
        answer.addRecord(one, Section.ANSWER);
      }
    }
  }

  /** Questions about IPv4 addresses. */
  static boolean isAboutFour(Record question) {
    return question.getType() == Type.A;
  }

  @Override
  public void close() {
    socket.close();
  }
}
