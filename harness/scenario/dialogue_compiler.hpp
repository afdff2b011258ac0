// Lines to steps. Used for the dialogue itself and for the text that the fixture writes.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "harness/scenario/compile.hpp"
#include "harness/scenario/names.hpp"

namespace mailrig::scenario {

// Sections of clauses, kept where views into them stay good.
class Sections {
 public:
  explicit Sections(const Scenario& scenario);
  [[nodiscard]] std::string_view view(std::string_view section) const;
  [[nodiscard]] std::shared_ptr<const std::vector<std::string>> texts() const { return texts_; }

 private:
  std::shared_ptr<const std::vector<std::string>> texts_;
};

// Whether a client is under TLS when the dialogue begins.
enum class Channel : std::uint8_t { Clear, Tls, RunInTheClear };  // RunInTheClear: because the run has none

struct DialogueContext {
  const std::vector<Client>& clients;
  const Sections& sections;
  Rule rule;  // of expectations that name none
  const Offer& offer;
  Service service = Service::Smtp;  // of the scenario
  Phase phase = Phase::Body;
  bool literal_plus = false;
  Rev rev = Rev::Imap4rev1;
  std::optional<std::size_t> branch{};  // of each 'if' that the target settles, this one, whatever it offers
  std::vector<Channel> channels{};      // by client; of others nothing is known
};

// What lines say about TLS besides their steps; see Program.
struct SecureFindings {
  bool binds_channel = false, bares_secret = false;
  std::string cannot;
};

struct CompiledLines {
  std::vector<Step> steps;
  SecureFindings secure;
};

[[nodiscard]] CompiledLines compile_lines(const std::vector<Line>& lines, const DialogueContext& context,
                                          Names& names, Diagnostics& mistakes);

}  // namespace mailrig::scenario
