#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "reports/html.hpp"
#include "reports/show.hpp"

namespace mailrig::reports {

namespace {

// "2 scenarios (1 run)"; what is advertised and not tested stands out.
std::string tested(const CapabilityUse& use) {
  if (use.scenarios == 0) return use.advertised ? "advertised, untested" : "not advertised";
  return fmt::format("{} scenario{} ({} run)", use.scenarios, use.scenarios == 1 ? "" : "s", use.run);
}

std::string chip(const CapabilityUse& use) {
  const std::string_view css = use.advertised             ? (use.run > 0 ? "tested" : "untested")
                               : use.works_unadvertised() ? "works"
                                                          : "absent";
  std::string trials;
  if (use.trials > 0) trials = fmt::format(", {} of {} trials passed", use.passed, use.trials);
  return fmt::format("<li class=\"{}\"><code>{}</code> <span>{}{}</span></li>", css, html_text(use.name),
                     tested(use), trials);
}

void append_group(std::string& out, const Run& run, std::string_view service, std::string_view title,
                  bool advertised) {
  std::string chips;
  for (const CapabilityUse& use : run.capabilities) {
    if (use.service == service && use.advertised == advertised) chips += chip(use);
  }
  if (chips.empty()) return;
  fmt::format_to(std::back_inserter(out), "<h4>{}</h4><ul class=\"capabilities\">{}</ul>\n", title, chips);
}

}  // namespace

void append_capabilities(std::string& out, const Run& run) {
  if (run.scenarios.empty() || run.capabilities.empty()) return;
  out += "<section aria-labelledby=\"capabilities\"><h2 id=\"capabilities\">Capabilities</h2>\n";
  for (const std::string& works : shown_unadvertised(run)) {
    fmt::format_to(std::back_inserter(out), "<p>Works, though not advertised: <b>{}</b></p>\n",
                   html_text(works));
  }
  std::vector<std::string> services;
  for (const CapabilityUse& use : run.capabilities) {
    if (std::find(services.begin(), services.end(), use.service) == services.end())
      services.push_back(use.service);
  }
  const std::vector<Untested> counts = shown_untested(run);
  for (const std::string& service : services) {
    const auto found = std::find_if(counts.begin(), counts.end(),
                                    [&](const Untested& one) { return one.service == service; });
    const std::string words =
        found == counts.end() ? "" : fmt::format("{} of {} advertised are tested", found->tested, found->of);
    fmt::format_to(std::back_inserter(out),
                   "<details class=\"plain\"{}><summary><b>{}</b><span class=\"muted\">{}</span></summary>\n",
                   found != counts.end() && !found->names.empty() ? " open" : "", html_text(service), words);
    append_group(out, run, service, "advertised", true);
    append_group(out, run, service, "asked for by scenarios, not advertised", false);
    out += "</details>\n";
  }
  out += "</section>\n";
}

}  // namespace mailrig::reports
