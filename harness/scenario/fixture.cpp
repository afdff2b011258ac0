#include "harness/scenario/fixture.hpp"

#include <algorithm>

#include "harness/scenario/fixture_maildrop.hpp"
#include "harness/scenario/messages.hpp"
#include "harness/wire/utf8.hpp"

namespace mailrig::scenario {

namespace {

std::string number(std::size_t value) {
  return std::to_string(value);
}

class Writer {
 public:
  Writer(const Scenario& scenario, const FixtureFacts& facts, const Names& names)
      : scenario_(scenario), facts_(facts), names_(names) {}

  Fixture write() {
    look();
    if (facts_.of(Service::Imap).there) {
      for (std::uint32_t account = 1; account <= scenario_.accounts; ++account) imap_setup(account);
    } else if (fills_maildrop_) {
      maildrop_setup();
    }
    for (const ClientFacts& client : scenario_.clients) start(client);
    end_clients();
    for (const Client& helper : fixture_.helpers) {
      if (helper.service == Service::Imap) imap_cleanup(helper.name, helper.account);
    }
    if (!facts_.of(Service::Imap).there && fills_maildrop_)
      fixture_.cleanup += MaildropFixture(scenario_, facts_).cleanup();
    return std::move(fixture_);
  }

 private:
  // What the scenario wants, so that only that is made.
  void look() {
    fills_maildrop_ = !scenario_.messages.empty() && scenario_.has(Protocol::Pop3);
    watches_inbox_ = fills_maildrop_ || scenario_.delivers;
    needs_mailbox_ = names_.used("mailbox") || (scenario_.has_messages && names_.used_prefix("uid."));
    enables_utf8_ = has_utf8(scenario_.messages) ||
                    std::any_of(scenario_.mailboxes.begin(), scenario_.mailboxes.end(),
                                [this](const Mailbox& mailbox) { return has_utf8(mailbox.messages); });
    for (const ClientFacts& client : scenario_.clients) {
      if (client.state == State::Selected || client.state == State::Examined) needs_mailbox_ = true;
    }
  }

  [[nodiscard]] bool mailbox_of(std::uint32_t account) const {
    if (!needs_mailbox_) return false;
    for (const ClientFacts& client : scenario_.clients) {
      if (client.service == Service::Imap && client.account == account) return true;
    }
    return false;
  }

  // RFC 6855 4: who has not enabled UTF8=ACCEPT is to be refused this one.
  [[nodiscard]] bool in_utf8(const StartMessage& message) const {
    if (!facts_.utf8_accept || message.generated) return false;
    const std::string octets = octets_of(message, scenario_.library->corpus);
    return !wire::is_ascii(std::string_view(octets).substr(0, octets.find("\r\n\r\n")));
  }
  [[nodiscard]] bool has_utf8(const std::vector<StartMessage>& messages) const {
    return std::any_of(messages.begin(), messages.end(),
                       [this](const StartMessage& message) { return in_utf8(message); });
  }

  void setup(const std::string& client, std::string_view text) {
    fixture_.setup += client + " " + std::string(text) + "\n";
  }
  void cleanup(const std::string& client, std::string_view text) {
    fixture_.cleanup += client + " " + std::string(text) + "\n";
  }

  std::string helper(Service service, std::uint32_t account, State state) {
    Client client;
    client.name =
        std::string(kHelperPrefix) + std::string(name(service)) + (account > 1 ? "." + number(account) : "");
    client.service = service;
    client.account = account;
    fixture_.helpers.push_back(client);
    fixture_.setup += write_start(client.name, service, account, state, helper_facts(service));
    if (service == Service::Imap && enables_utf8_) {
      setup(client.name, "C: ENABLE UTF8=ACCEPT");
      setup(client.name, "S: OK");
    }
    return client.name;
  }

  [[nodiscard]] ServiceFacts helper_facts(Service service) const {
    ServiceFacts facts = facts_.of(service);
    facts.enables = false;  // what it sends is lawful in both revisions
    return facts;
  }

  void start(const ClientFacts& client) {
    ServiceFacts facts = facts_.of(client.service);
    if (client.tls != TlsStart::Default) facts.starttls = client.tls == TlsStart::StartTls;
    fixture_.setup += write_start(client.name, client.service, client.account, client.state, facts);
  }

  // ---- by IMAP

  void imap_setup(std::uint32_t account) {
    const bool inbox = watches_inbox_ && (account == 1 || scenario_.delivers);
    const bool own = mailbox_of(account) || (account == 1 && names_.used("mailbox"));
    const bool further = account == 1 && (!scenario_.mailboxes.empty() || !scenario_.makes.empty());
    if (!inbox && !own && !further) return;
    const std::string client = helper(Service::Imap, account, State::Authenticated);
    if (inbox) inbox_setup(client, account);
    if (mailbox_of(account)) {
      make(client, "mailbox", scenario_.messages, "", account == 1 || !mailbox_of(1));
    }
    if (account != 1) return;
    for (const Mailbox& mailbox : scenario_.mailboxes) {
      make(client, mailbox.name, mailbox.messages, mailbox.name + ".", true);
    }
  }

  // Remembers where our messages begin; puts them into a maildrop. inbox.put says how far it came, for
  // clean-up: 1 and as many as there are messages behind which the next UID is known.
  void inbox_setup(const std::string& client, std::uint32_t account) {
    const std::string suffix = account > 1 ? "." + number(account) : "";
    const std::string put = client + " set inbox.put" + suffix + " = ";
    fixture_.setup = put + "0\n" + fixture_.setup;
    setup(client, "C: STATUS INBOX (MESSAGES UIDNEXT)");
    setup(client, "S: * STATUS INBOX (MESSAGES ${=inbox.before" + suffix + "} UIDNEXT ${=inbox.uidnext" +
                      suffix + "})");
    setup(client, "S: OK");
    fixture_.setup += put + "1\n";
    if (!fills_maildrop_ || account != 1) return;
    setup(client, "set inbox.next.1 = ${inbox.uidnext}");
    const std::size_t count = scenario_.messages.size();
    for (std::size_t i = 1; i <= count; ++i) {
      append(client, "INBOX", scenario_.messages[i - 1], "message." + number(i));
      setup(client, "C: STATUS INBOX (MESSAGES UIDNEXT)");
      setup(client, "S: * STATUS INBOX (MESSAGES ${=inbox.after." + number(i) + "} UIDNEXT ${=inbox.next." +
                        number(i + 1) + "})");
      setup(client, "S: OK");
      fixture_.setup += put + number(i + 1) + "\n";
    }
    // With another's mail between ours the numbers below would be wrong, and accuse the server.
    if (count > 0)
      setup(client, "check ${inbox.after." + number(count) + "} = ${inbox.before+" + number(count) + "}");
    set_numbers(client);
  }

  void set_numbers(const std::string& client) {
    for (std::size_t i = 1; i <= scenario_.messages.size(); ++i) {
      const std::string variable = "number." + number(i);
      if (names_.used(variable)) setup(client, "set " + variable + " = ${inbox.before+" + number(i) + "}");
    }
    if (names_.used("maildrop"))
      setup(client, "set maildrop = ${inbox.before+" + number(scenario_.messages.size()) + "}");
  }

  void append(const std::string& client, const std::string& mailbox, const StartMessage& message,
              const std::string& variable) {
    const std::string flags = message.flags.empty() ? "" : "(" + message.flags + ") ";
    const std::string command = "C: APPEND " + mailbox + " " + flags, octets = "${literal:" + variable + "}";
    const bool utf8 = in_utf8(message);
    if (utf8) {  // which RFC 9755 has no more
      setup(client, command + "UTF8 (~" + octets + ")");
      setup(client, "S: OK|BAD");
      setup(client, "if answered BAD");
    }
    setup(client, command + octets);
    setup(client, "S: OK");
    if (utf8) setup(client, "end");
  }

  void make(const std::string& client, const std::string& variable, const std::vector<StartMessage>& messages,
            const std::string& prefix, bool bind_uids) {
    const std::string mailbox = "${quoted:" + variable + "}";
    setup(client, "C: CREATE " + mailbox);
    setup(client, "S: OK");
    for (std::size_t i = 0; i < messages.size(); ++i) {
      append(client, mailbox, messages[i], prefix + "message." + number(i + 1));
    }
    if (!bind_uids || !names_.used_prefix(prefix + "uid.")) return;
    setup(client, "C: EXAMINE " + mailbox);
    setup(client, "S: OK");
    setup(client, "C: FETCH 1:* (UID)");
    for (std::size_t i = 1; i <= messages.size(); ++i) {
      setup(client, "S: * " + number(i) + " FETCH (UID ${=" + prefix + "uid." + number(i) + "} ...)");
    }
    setup(client, "S: OK");
    setup(client, "C: CLOSE");
    setup(client, "S: OK");
  }

  void remove(const std::string& client, const std::string& mailbox) {
    cleanup(client, "C: DELETE " + mailbox);
    cleanup(client, "S: OK|NO|BAD");
    if (!subscribes()) return;
    cleanup(client, "C: UNSUBSCRIBE " + mailbox);
    cleanup(client, "S: OK|NO|BAD");
  }

  [[nodiscard]] bool subscribes() const {
    return std::any_of(scenario_.lines.begin(), scenario_.lines.end(), [](const Line& line) {
      return line.verb == Verb::Send && line.text.find("SUBSCRIBE") != std::string::npos;
    });
  }

  // A server may have grown tired of the helper meanwhile (RFC 3501 5.4), or was restarted.
  void reopen(const std::string& client, std::uint32_t account) {
    cleanup(client, "if closed");
    fixture_.cleanup +=
        write_start(client, Service::Imap, account, State::Authenticated, helper_facts(Service::Imap));
    cleanup(client, "end");
  }

  void imap_cleanup(const std::string& client, std::uint32_t account) {
    reopen(client, account);
    if (account == 1) {
      for (std::size_t i = 1; i <= scenario_.makes.size(); ++i) {
        cleanup(client, "set made." + number(i) + " = " + scenario_.makes[i - 1]);
        remove(client, "${quoted:made." + number(i) + "}");
      }
      for (const Mailbox& mailbox : scenario_.mailboxes) remove(client, "${quoted:" + mailbox.name + "}");
    }
    if (mailbox_of(account) || (account == 1 && names_.used("mailbox"))) remove(client, "${quoted:mailbox}");
    if (watches_inbox_ && (account == 1 || scenario_.delivers)) sweep_inbox(client, account);
    cleanup(client, "C: LOGOUT");
    cleanup(client, "S: OK");
    cleanup(client, "close");
  }

  // Ours in the INBOX: what carries this scenario's sender or token, and what set-up appended. Others'
  // mail that came meanwhile stays. Not "n:*", which names the last message when nothing new came
  // (RFC 9051 9, seq-range).
  void sweep_inbox(const std::string& client, std::uint32_t account) {
    const std::string suffix = account > 1 ? "." + number(account) : "";
    const std::string ours = "inbox.ours" + suffix;
    cleanup(client, "if ${inbox.put" + suffix + "} > 0");
    cleanup(client, "C: SELECT INBOX");
    cleanup(client, "S: OK");
    if (scenario_.delivers) {
      cleanup(client, "C: UID SEARCH UID ${inbox.uidnext" + suffix +
                          "}:4294967295 OR HEADER Return-Path ${quoted:sender} TEXT ${quoted:token}");
      cleanup(client, "S: * SEARCH ${=" + ours + "...}");
      cleanup(client, "S: OK");
      expunge(client, ours);
    }
    if (fills_maildrop_ && account == 1) {
      for (std::size_t i = 1; i <= scenario_.messages.size(); ++i) sweep_appended(client, i);
    }
    cleanup(client, "end");
  }

  // Between two UIDNEXTs there is our message, and perhaps another's: not of the same size, too.
  void sweep_appended(const std::string& client, std::size_t index) {
    const std::string i = number(index), ours = "inbox.appended." + i, size = "inbox.size." + i;
    cleanup(client, "if ${inbox.put} > " + i);
    cleanup(client, "set " + size + " = ${size:message." + i + "}");
    cleanup(client, "C: UID SEARCH UID ${inbox.next." + i + "}:${inbox.next." + number(index + 1) +
                        "-1} LARGER ${" + size + "-1} SMALLER ${" + size + "+1}");
    cleanup(client, "S: * SEARCH ${=" + ours + "...}");
    cleanup(client, "S: OK");
    expunge(client, ours);
    cleanup(client, "end");
  }

  // Without UIDPLUS an EXPUNGE takes all that is marked: what others marked is unmarked meanwhile.
  void expunge(const std::string& client, const std::string& set) {
    cleanup(client, "if ${" + set + "} != \"\"");
    if (!facts_.uidplus) {
      cleanup(client, "C: UID SEARCH DELETED");
      cleanup(client, "S: * SEARCH ${=" + set + ".others...}");
      cleanup(client, "S: OK");
      mark_others(client, set, "-FLAGS.SILENT");
    }
    cleanup(client, "C: UID STORE ${" + set + "} +FLAGS.SILENT (\\Deleted)");
    cleanup(client, "S: OK|NO");
    cleanup(client, facts_.uidplus ? "C: UID EXPUNGE ${" + set + "}" : "C: EXPUNGE");
    cleanup(client, "S: OK|NO");
    if (!facts_.uidplus) mark_others(client, set, "+FLAGS.SILENT");
    cleanup(client, "end");
  }

  void mark_others(const std::string& client, const std::string& set, const std::string& how) {
    cleanup(client, "if ${" + set + ".others} != \"\"");
    cleanup(client, "C: UID STORE ${" + set + ".others} " + how + " (\\Deleted)");
    cleanup(client, "S: OK|NO");
    cleanup(client, "end");
  }

  // ---- without IMAP

  void maildrop_setup() {
    const MaildropFixture maildrop(scenario_, facts_);
    for (Client& client : maildrop.helpers()) fixture_.helpers.push_back(std::move(client));
    fixture_.setup += maildrop.setup();
    set_numbers(std::string(kMaildropClient));
  }

  // A POP3 server holds its lock until it has seen our end: wait for its own.
  void end_clients() {
    for (const ClientFacts& client : scenario_.clients) {
      if (client.service != Service::Pop3) cleanup(client.name, "close");
    }
    for (const ClientFacts& client : scenario_.clients) {
      if (client.service == Service::Pop3) cleanup(client.name, "half-close");
    }
    for (const ClientFacts& client : scenario_.clients) {
      if (client.service == Service::Pop3) cleanup(client.name, "closed within 2s");
    }
  }

  const Scenario& scenario_;
  const FixtureFacts& facts_;
  const Names& names_;
  Fixture fixture_;
  bool fills_maildrop_ = false, watches_inbox_ = false, needs_mailbox_ = false, enables_utf8_ = false;
};

}  // namespace

Fixture write_fixture(const Scenario& scenario, const FixtureFacts& facts, const Names& names) {
  return Writer(scenario, facts, names).write();
}

}  // namespace mailrig::scenario
