// Address lists (RFC 5322 3.4, obsolete forms of 4.4):
//
//   address-list = (address *("," address)) / obs-addr-list
//   address      = mailbox / group
//   mailbox      = ([display-name] angle-addr) / addr-spec
//   angle-addr   = [CFWS] "<" [obs-route] addr-spec ">" [CFWS]
//   obs-route    = obs-domain-list ":"
//   group        = display-name ":" [group-list] ";" [CFWS]
//   addr-spec    = local-part "@" domain
//
// Lenient: a comma or the end finishes whatever stands open; an address without a domain has an
// empty host (a NIL host would say "group"); a comment behind an addr-spec without angle brackets is its name
// ("legacy implementations", 3.4), while addr-name is otherwise the phrase (RFC 3501 7.4.2).
#include "harness/mail/address.hpp"

#include "harness/mail/lexer.hpp"
#include "harness/mail/message.hpp"

namespace mailrig::mail {

namespace {

class AddressList {
 public:
  explicit AddressList(std::string_view text) : lexer_(text) {}
  std::vector<Address> parse();

 private:
  void parse_address();
  void append_words(std::string& out, bool& any);
  void append_domain(std::string& out);
  void after_words(std::string words, bool any);
  void addr_spec(std::string local);
  void angle(std::string display_name);
  void open_group(std::string name);
  void close_group();
  void add(Address address);

  Lexer lexer_;
  std::vector<Address> found_;
  std::string comment_;
  bool in_group_ = false;
};

void AddressList::add(Address address) {
  if (found_.size() < kAddressLimit) found_.push_back(std::move(address));
}

void AddressList::open_group(std::string name) {
  close_group();
  in_group_ = found_.size() < kAddressLimit;
  Address start;
  start.mailbox = std::move(name);
  add(std::move(start));
}

void AddressList::close_group() {
  if (in_group_) found_.emplace_back();  // whatever the limit: an open group must be closed
  in_group_ = false;
}

// Words of a phrase or of a local part: white space between them is one space, none beside a dot
// that stands alone (obs-local-part), quoting taken off.
void AddressList::append_words(std::string& out, bool& any) {
  bool lone_dot = false;
  while (true) {
    const bool spaced = lexer_.skip_cfws(&comment_);
    if (!any) comment_.clear();
    const char next = lexer_.peek();
    if (lexer_.at_end() || std::string_view("<>,;:@").find(next) != std::string_view::npos) return;
    std::string word;
    if (next == '"') {
      lexer_.append_quoted(word);
    } else {
      word = lexer_.take_until("\"(<>,;:@");
      if (word.empty()) lexer_.skip();
    }
    const bool is_dot = next == '.' && word == ".";
    if (any && spaced && !is_dot && !lone_dot) out.push_back(' ');
    lone_dot = is_dot;
    any = true;
    out += word;
  }
}

// domain = dot-atom / domain-literal / obs-domain: white space and comments are not part of it.
void AddressList::append_domain(std::string& out) {
  lexer_.skip_cfws(&comment_);
  if (lexer_.peek() == '[') {
    while (!lexer_.at_end() && std::string_view(">,;").find(lexer_.peek()) == std::string_view::npos) {
      const char c = lexer_.peek();
      lexer_.skip();
      if (!is_space(c)) out.push_back(c);
      if (c == ']') return;
    }
    return;
  }
  while (true) {
    const std::string_view atom = lexer_.take_until("\"(<>,;:@");
    out += atom;
    lexer_.skip_cfws(&comment_);
    const bool goes_on = lexer_.peek() == '.' || (atom.ends_with('.') && !lexer_.at_end());
    if (atom.empty() || !goes_on) return;
  }
}

void AddressList::angle(std::string display_name) {
  Address address;
  lexer_.take('<');
  lexer_.skip_cfws();
  std::string route;
  while (lexer_.peek() == '@' || lexer_.peek() == ',') {
    route.push_back(lexer_.peek());
    lexer_.skip();
    append_domain(route);
  }
  if (!route.empty()) {
    lexer_.take(':');
    address.source_route = std::move(route);
  }
  bool any = false;
  std::string local, host;
  append_words(local, any);
  if (lexer_.take('@')) append_domain(host);
  while (!lexer_.at_end() && std::string_view(">,;").find(lexer_.peek()) == std::string_view::npos)
    lexer_.skip();
  lexer_.take('>');
  address.mailbox = std::move(local);
  address.host = std::move(host);
  lexer_.skip_cfws();
  if (!display_name.empty()) address.display_name = std::move(display_name);
  add(std::move(address));
}

void AddressList::addr_spec(std::string local) {
  std::string host;
  if (lexer_.take('@')) append_domain(host);
  lexer_.skip_cfws(&comment_);
  if (lexer_.peek() == '<') return angle(local + "@" + host);  // a display name that needed quotes
  Address address;
  address.mailbox = std::move(local);
  address.host = std::move(host);
  if (!comment_.empty()) address.display_name = comment_;
  add(std::move(address));
}

void AddressList::after_words(std::string words, bool any) {
  switch (lexer_.peek()) {
    case '<':
      return angle(std::move(words));
    case ':':
      lexer_.skip();
      return open_group(std::move(words));
    default:
      if (any || lexer_.peek() == '@') addr_spec(std::move(words));
  }
}

void AddressList::parse_address() {
  comment_.clear();
  bool any = false;
  std::string words;
  append_words(words, any);
  const std::size_t before = lexer_.position();
  after_words(std::move(words), any);
  if (lexer_.take(';')) return close_group();
  if (lexer_.take(',')) return;
  if (!any && lexer_.position() == before && !lexer_.at_end()) lexer_.skip();  // a stray ">"
}

std::vector<Address> AddressList::parse() {
  while (!lexer_.at_end()) parse_address();
  close_group();
  return std::move(found_);
}

}  // namespace

std::vector<Address> parse_address_list(std::string_view field_body) {
  return AddressList(field_body).parse();
}

}  // namespace mailrig::mail
