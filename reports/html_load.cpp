#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "reports/html.hpp"
#include "reports/latency.hpp"
#include "reports/plot.hpp"
#include "reports/show.hpp"

namespace mailrig::reports {

namespace {

double seconds(std::chrono::nanoseconds time) {
  return static_cast<double>(time.count()) / 1e9;
}
double nanoseconds(std::chrono::nanoseconds time) {
  return static_cast<double>(time.count());
}

std::vector<Band> bands(const LoadResult& load) {
  std::vector<Band> found;
  for (const record::PhaseStarted& phase : load.phases) {
    if (!found.empty()) found.back().to = seconds(phase.at);
    found.push_back({phase.phase, seconds(phase.at), seconds(phase.at)});
  }
  if (!found.empty() && !load.ticks.empty())
    found.back().to = std::max(found.back().from, seconds(load.ticks.back().at));
  return found;
}

std::string throughput_plot(const LoadResult& load) {
  Plot plot;
  plot.title = "Scenarios per second over time";
  plot.x_label = "seconds since the start";
  plot.y_label = "scenarios per second";
  plot.bands = bands(load);
  Curve finished{"finished", {}, false, 0}, started{"started", {}, true, 7}, failed{"failed", {}, false, 1};
  double before = 0;
  bool any_failed = false;
  for (const record::Tick& tick : load.ticks) {
    const double at = seconds(tick.at), span = std::max(at - before, 1e-3);
    finished.points.emplace_back(at, static_cast<double>(tick.finished) / span);
    failed.points.emplace_back(at, static_cast<double>(tick.failed) / span);
    started.points.emplace_back(at, static_cast<double>(tick.started) / span);
    any_failed = any_failed || tick.failed > 0;
    before = at;
  }
  if (!any_failed) failed.points.clear();
  plot.curves = {std::move(started), std::move(failed), std::move(finished)};
  return render_plot(plot);
}

std::string latency_plot(const LoadResult& load) {
  Plot plot;
  plot.title = "Latency of scenarios over time";
  plot.x_label = "seconds since the start";
  plot.y_label = "latency";
  plot.y = Unit::Nanoseconds;
  plot.log_y = true;
  plot.bands = bands(load);
  Curve p50{"p50", {}, false, 0}, p99{"p99", {}, false, 3}, worst{"worst", {}, false, 1};
  for (const record::Tick& tick : load.ticks) {
    if (tick.finished == 0) continue;
    const double at = seconds(tick.at);
    p50.points.emplace_back(at, nanoseconds(tick.p50));
    p99.points.emplace_back(at, nanoseconds(tick.p99));
    worst.points.emplace_back(at, nanoseconds(tick.worst));
  }
  plot.curves = {std::move(p50), std::move(p99), std::move(worst)};
  return render_plot(plot);
}

Curve percentiles(std::string title, const record::Histogram& histogram, bool dashed, std::size_t colour) {
  Curve curve{std::move(title), {}, dashed, colour};
  if (histogram.count() == 0) return curve;
  const double least = std::max(1.0 / static_cast<double>(histogram.count()), 1e-5);
  for (double share = least; share < 1; share *= 1.08) {
    curve.points.emplace_back(share, nanoseconds(histogram.at(1 - share)));
  }
  curve.points.emplace_back(1.0, nanoseconds(histogram.min()));
  return curve;
}

Plot percentile_axes(std::string title) {
  Plot plot;
  plot.title = std::move(title);
  plot.x_label = "percentile";
  plot.y_label = "latency";
  plot.x = Unit::Percentile;
  plot.y = Unit::Nanoseconds;
  plot.log_y = true;
  plot.half_width = true;
  return plot;
}

std::string percentile_plot(const LoadResult& load) {
  Plot plot = percentile_axes("Latency of scenarios by percentile");
  plot.curves.push_back(
      percentiles("corrected: from the intended start", load.all_scenarios.corrected, false, 0));
  plot.curves.push_back(
      percentiles("uncorrected: from the actual start", load.all_scenarios.uncorrected, true, 1));
  return render_plot(plot);
}

// The commands that were sent most often.
std::string command_plot(const LoadResult& load) {
  std::vector<const record::Series*> commands;
  for (const record::Series& series : load.series) {
    if (series.of == record::Series::Of::Command) commands.push_back(&series);
  }
  std::stable_sort(commands.begin(), commands.end(), [](const record::Series* a, const record::Series* b) {
    return a->corrected.count() > b->corrected.count();
  });
  Plot plot =
      percentile_axes(commands.size() > kCurveColours ? "Latency of the most frequent commands by percentile"
                                                      : "Latency of commands by percentile");
  for (std::size_t i = 0; i < std::min(commands.size(), kCurveColours); ++i) {
    plot.curves.push_back(percentiles(commands[i]->name, commands[i]->corrected, false, i));
  }
  return render_plot(plot);
}

void append_tile(std::string& out, const std::string& value, std::string_view what) {
  fmt::format_to(std::back_inserter(out), "<li class=\"small\"><b>{}</b><span>{}</span></li>", value, what);
}

void append_totals(std::string& out, const LoadResult& load) {
  const record::LoadEnded& ended = load.ended;
  const Latency latency = latency_of(load.all_scenarios.corrected);
  out += "<ul class=\"tiles totals\" aria-label=\"Totals of the measured phase\">";
  append_tile(out, shown_rate(ended.achieved_per_second), "scenarios/s achieved");
  if (ended.wanted_per_second > 0)
    append_tile(out, shown_rate(ended.wanted_per_second), "scenarios/s wanted");
  append_tile(out, shown_time(latency.quantiles.at(0)), "p50, corrected");
  append_tile(out, shown_time(latency.quantiles.at(3)), "p99, corrected");
  append_tile(out, shown_time(latency.max), "worst");
  append_tile(out, shown_count(ended.finished), "finished");
  append_tile(out, shown_count(ended.failed), "failed");
  append_tile(out, shown_count(ended.late_starts), "started late");
  append_tile(out, shown_count(ended.commands), "commands");
  append_tile(out, shown_count(ended.connections), "connections");
  append_tile(out, shown_octets(ended.bytes_sent), "sent");
  append_tile(out, shown_octets(ended.bytes_received), "received");
  append_tile(out, shown_time(ended.generator_lag_worst), "worst generator lag");
  append_tile(out, shown_time(ended.generator_cpu), "generator CPU");
  out += "</ul>\n";
}

void append_series_rows(std::string& out, const record::Series& series) {
  const auto row = [&](std::string_view kind, const record::Histogram& histogram) {
    const Latency latency = latency_of(histogram);
    fmt::format_to(std::back_inserter(out),
                   "<tr><th scope=\"row\">{}</th><td>{}</td><td class=\"n\">{}</td><td class=\"n{}\">{}</td>",
                   html_text(series.name), kind, shown_count(latency.count),
                   series.failed == 0 ? " zero" : "", shown_count(series.failed));
    for (const auto& quantile : latency.quantiles) {
      fmt::format_to(std::back_inserter(out), "<td class=\"n\">{}</td>", shown_time(quantile));
    }
    fmt::format_to(std::back_inserter(out), "<td class=\"n\">{}</td></tr>\n", shown_time(latency.max));
  };
  row("corrected", series.corrected);
  if (series.of == record::Series::Of::Scenario) row("uncorrected", series.uncorrected);
}

void append_series(std::string& out, const LoadResult& load, record::Series::Of of, std::string_view title) {
  fmt::format_to(
      std::back_inserter(out),
      "<h3>{0}</h3><div class=\"panel\"><table><caption>{0}, over the measured phase"
      "</caption><thead><tr><th scope=\"col\">name</th><th scope=\"col\">latency</th><th scope=\"col\" "
      "class=\"n\">count</th><th scope=\"col\" class=\"n\">failed</th>",
      title);
  for (const Quantile& quantile : kQuantiles) {
    fmt::format_to(std::back_inserter(out), "<th scope=\"col\" class=\"n\">{}</th>", quantile.name);
  }
  out += "<th scope=\"col\" class=\"n\">max</th></tr></thead><tbody>\n";
  for (const record::Series& series : load.series) {
    if (series.of == of) append_series_rows(out, series);
  }
  if (of == record::Series::Of::Scenario) append_series_rows(out, load.all_scenarios);
  out += "</tbody></table></div>\n";
}

void append_errors(std::string& out, const LoadResult& load) {
  for (const std::string& missed : load.ended.objectives_missed) {
    fmt::format_to(std::back_inserter(out), "<p class=\"warn\">Objective missed: {}</p>\n",
                   html_text(missed));
  }
  if (load.ended.errors.empty()) return;
  out += "<h3>Errors by kind</h3><div class=\"panel\"><table><tbody>\n";
  for (const auto& [kind, count] : load.ended.errors) {
    fmt::format_to(std::back_inserter(out), "<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td></tr>\n",
                   html_text(kind), shown_count(count));
  }
  out += "</tbody></table></div>\n";
}

}  // namespace

void append_load(std::string& out, const LoadResult& load) {
  fmt::format_to(std::back_inserter(out),
                 "<section aria-labelledby=\"load\"><h2 id=\"load\">Load</h2>\n<p "
                 "class=\"muted\">{}{}{}, measured for {}</p>\n",
                 html_text(load.ended.profile), load.ended.profile.empty() ? "" : ": ",
                 html_text(load.ended.arrivals), shown_time(load.ended.measured));
  if (load.whole) append_totals(out, load);
  append_errors(out, load);
  out += throughput_plot(load);
  out += latency_plot(load);
  out += "<div class=\"two\">" + percentile_plot(load) + command_plot(load) + "</div>\n";
  append_series(out, load, record::Series::Of::Scenario, "Scenarios");
  append_series(out, load, record::Series::Of::Command, "Commands");
  out += "</section>\n";
}

}  // namespace mailrig::reports
