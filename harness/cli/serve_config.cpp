#include "harness/cli/serve_config.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "harness/cli/serve_settings.hpp"
#include "harness/net/endpoint.hpp"
#include "harness/scenario/toml_reader.hpp"
#include "harness/wire/ascii.hpp"
#include "reference-server/deviation/deviation.hpp"
#include "reference-server/session/offer.hpp"

namespace mailrig::cli {
namespace {

using scenario::Diagnostics;

class Reader {
 public:
  Reader(const std::string& file, ServeOptions& options, Diagnostics& mistakes)
      : toml_(file, mistakes), options_(options) {}

  void read(const toml::table& root) {
    std::vector<scenario::Key> sections;
    for (const std::string_view name : serve_sections())
      sections.push_back({name, scenario::Type::Table, ""});
    toml_.check_keys(root, sections, "a configuration");
    for (const std::string_view name : serve_sections()) {
      const toml::table* table = toml_.table_at(root, name);
      if (table == nullptr) continue;
      toml_.check_keys(*table, serve_keys(name), fmt::format("[{}]", name));
      if (name == "listen") read_listen(*table);
      if (name == "limits") read_limits(*table);
      for (const Setting& setting : serve_settings()) {
        if (setting.section == name) read_setting(*table, setting);
      }
    }
  }

 private:
  void read_listen(const toml::table& table) {
    for (std::size_t i = 0; i < server::kServices.size(); ++i) {
      const std::string_view name = server::kServices[i].name;
      const toml::node* node = table.get(name);
      if (node == nullptr) continue;
      std::vector<std::string>& addresses = options_.addresses[i];
      addresses.clear();
      const auto take = [&](std::string_view address, const scenario::Location& where) {
        check_address(address, where);
        addresses.emplace_back(address);
      };
      if (const auto one = node->value_exact<std::string>()) {
        take(*one, toml_.place(node->source()));
      } else {
        toml_.strings(*node, name, take);
      }
    }
  }

  void check_address(std::string_view address, const scenario::Location& where) {
    net::Endpoint endpoint;
    if (net::parse_endpoint(address, endpoint)) return;
    toml_.complain(where, fmt::format("'{}' is no address; meant is \"host:port\"", address));
  }

  void read_limits(const toml::table& table) {
    for (const server::LimitInfo& info : server::limit_infos()) {
      const toml::node* node = table.get(info.name);
      if (node == nullptr) continue;
      std::string text;
      if (const auto number = node->value_exact<std::int64_t>()) {
        text = std::to_string(*number);
      } else if (const auto word = node->value_exact<std::string>()) {
        text = *word;
      } else {
        toml_.complain(*node, fmt::format("'{}' must be a number", info.name));
        continue;
      }
      const std::string wrong = set_limit(info, text, options_.limits);
      if (!wrong.empty()) toml_.complain(*node, wrong);
    }
  }

  void read_setting(const toml::table& table, const Setting& setting) {
    const toml::node* node = table.get(setting.name);
    if (node == nullptr) return;
    switch (setting.member.index()) {
      case 0:
        options_.*std::get<0>(setting.member) = toml_.string(table, setting.name, false);
        break;
      case 1:
        read_flag(*node, setting);
        break;
      case 2:
        read_number(*node, setting);
        break;
      default:
        return read_words(*node, setting);
    }
    check_value(*node, setting);
  }

  void read_flag(const toml::node& node, const Setting& setting) {
    if (const auto value = node.value_exact<bool>()) {
      options_.*std::get<1>(setting.member) = *value;
    } else {
      toml_.complain(node, fmt::format("'{}' must be true or false", setting.name));
    }
  }

  void read_number(const toml::node& node, const Setting& setting) {
    const auto value = node.value_exact<std::int64_t>();
    const bool fits = value && *value >= 0 && static_cast<std::uint64_t>(*value) >= setting.least &&
                      static_cast<std::uint64_t>(*value) <= setting.most;
    if (fits) {
      options_.*std::get<2>(setting.member) = static_cast<std::uint64_t>(*value);
    } else {
      toml_.complain(node, fmt::format("'{}' must be a number from {} to {}", setting.name, setting.least,
                                       setting.most));
    }
  }

  // Each word that is wrong by itself, where it stands; else what is wrong with them together.
  void read_words(const toml::node& node, const Setting& setting) {
    std::vector<std::string>& words = options_.*std::get<3>(setting.member);
    words.clear();
    bool wrong = false;
    toml_.strings(node, setting.name, [&](std::string_view word, const scenario::Location& where) {
      words.emplace_back(word);
      const std::string mistake = wrong_words(setting, {std::string(word)});
      if (!mistake.empty()) toml_.complain(where, mistake);
      wrong = wrong || !mistake.empty();
    });
    const std::string together = wrong ? "" : wrong_words(setting, words);
    if (!together.empty()) toml_.complain(node, together);
  }

  // What a value of the right type may still be wrong in.
  void check_value(const toml::node& node, const Setting& setting) {
    if (setting.section == "admin" && setting.name == "address" && !options_.admin.empty())
      check_address(options_.admin, toml_.place(node.source()));
    if (setting.name == "others" && !options_.relay_all.empty())
      check_address(options_.relay_all, toml_.place(node.source()));
    const std::string wrong = wrong_value(setting);
    if (!wrong.empty()) toml_.complain(node, wrong);
  }

  static std::string wrong_relay(std::vector<std::string> relay) {
    SmtpOptions routes_alone;
    routes_alone.relay = std::move(relay);
    try {
      static_cast<void>(routes(routes_alone));
    } catch (const Mistake& mistake) {
      return mistake.what();
    }
    return {};
  }

  [[nodiscard]] std::string wrong_value(const Setting& setting) const {
    if (setting.name == "vrfy" && !is_vrfy(options_.vrfy))
      return fmt::format("'{}': \"closed\" or \"open\" was meant", options_.vrfy);
    if (setting.name == "expire" && !is_expire(options_.expire))
      return fmt::format("'{}': \"never\" or a number of days was meant", options_.expire);
    return {};
  }

  static std::string wrong_words(const Setting& setting, std::vector<std::string> words) {
    if (setting.name == "routes") return wrong_relay(std::move(words));
    if (setting.name == "without" || setting.name == "capabilities") {
      ServeOptions chosen;
      (setting.name == "without" ? chosen.without : chosen.capabilities) = std::move(words);
      server::Offer offer;
      return choose_capabilities(chosen, offer);
    }
    if (setting.name == "mechanisms") {
      for (const std::string& word : words) {
        if (word != "CRAM-MD5" && word != "DIGEST-MD5")
          return fmt::format("'{}': CRAM-MD5 or DIGEST-MD5 was meant", word);
      }
    }
    if (setting.section == "deviations" && setting.name == "set") {
      server::Deviations deviations([] { return std::uint64_t{0}; });
      for (const std::string& word : words) {
        std::string wrong = deviations.add(word);
        if (!wrong.empty()) return wrong;
      }
    }
    return {};
  }

  scenario::TomlReader toml_;
  ServeOptions& options_;
};

}  // namespace

bool is_expire(std::string_view text) {
  const bool digits = !text.empty() && std::all_of(text.begin(), text.end(), wire::is_digit);
  return text == "never" || (digits && text.size() <= kExpireDigits);
}

void read_serve_config(const std::string& file, std::string_view content, ServeOptions& options,
                       Diagnostics& mistakes) {
  try {
    Reader(file, options, mistakes).read(toml::parse(content, file));
  } catch (const toml::parse_error& error) {
    mistakes.push_back(scenario::no_toml(file, error));
  }
}

std::string read_serve_config(const std::string& file, ServeOptions& options) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return file + ": cannot be read\n";
  const std::string content{std::istreambuf_iterator<char>(in), {}};
  Diagnostics mistakes;
  read_serve_config(file, content, options, mistakes);
  return scenario::render(std::move(mistakes));
}

}  // namespace mailrig::cli
