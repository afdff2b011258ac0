#include "reports/plot.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

#include <fmt/format.h>

#include "reports/html.hpp"
#include "reports/show.hpp"

namespace mailrig::reports {

namespace {

constexpr double kFullWidth = 1060, kHalfWidth = 520, kHeight = 300;
constexpr double kLeft = 78, kRight = 16, kTop = 26, kBottom = 44;
constexpr double kLeastLog = 1e3;  // 1 µs: log scales of latency begin no lower
constexpr double kLeastShare = 1e-5;

struct Axis {
  double low = 0, high = 1;
  bool log = false;
  double from = 0, to = 1;  // where in the picture
  [[nodiscard]] double place(double value) const {
    const auto scaled = [&](double v) { return log ? std::log10(std::max(v, low)) : v; };
    const double span = scaled(high) - scaled(low);
    const double share = span > 0 ? (scaled(value) - scaled(low)) / span : 0.5;
    return from + (to - from) * std::clamp(share, 0.0, 1.0);
  }
};

// 1, 2 or 5 times a power of ten: about `wanted` steps over `span`.
double nice_step(double span, int wanted) {
  const double raw = span / wanted;
  const double power = std::pow(10.0, std::floor(std::log10(raw)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (raw <= factor * power) return factor * power;
  }
  return 10 * power;
}

std::vector<double> linear_ticks(const Axis& axis, int wanted) {
  std::vector<double> ticks;
  const double step = nice_step(axis.high - axis.low, wanted);
  for (int i = 0; i <= 2 * wanted; ++i) {
    const double value = axis.low + i * step;
    if (value <= axis.high * 1.0001) ticks.push_back(value);
  }
  return ticks;
}

std::vector<double> log_ticks(const Axis& axis) {
  std::vector<double> ticks;
  const bool few = axis.high / axis.low < 200;
  for (double power = std::pow(10.0, std::floor(std::log10(axis.low))); power <= axis.high; power *= 10) {
    for (const double factor : {1.0, 2.0, 5.0}) {
      const double value = power * factor;
      if ((factor == 1.0 || few) && value >= axis.low * 0.999 && value <= axis.high * 1.001)
        ticks.push_back(value);
    }
  }
  return ticks;
}

std::string label(Unit unit, double value) {
  switch (unit) {
    case Unit::Seconds:
      return fmt::format("{:g}", value);
    case Unit::PerSecond:
      return value >= 1000 ? shown_count(static_cast<std::uint64_t>(std::llround(value)))
                           : fmt::format("{:g}", value);
    case Unit::Nanoseconds: {
      constexpr std::pair<double, const char*> kUnits[] = {{1e9, "s"}, {1e6, "ms"}, {1e3, "µs"}};
      for (const auto& [size, name] : kUnits) {
        if (value >= size * 0.999) return fmt::format("{:g} {}", value / size, name);
      }
      return fmt::format("{:g} ns", value);
    }
    case Unit::Percentile:
      return fmt::format("{:g}%", 100 - value * 100);
  }
  return {};
}

// Of every few points the one that is highest, so that a peak never goes.
std::vector<std::pair<double, double>> thinned(const std::vector<std::pair<double, double>>& points) {
  const std::size_t stride = points.size() / kPlotPointLimit + 1;
  if (stride == 1) return points;
  std::vector<std::pair<double, double>> kept;
  for (std::size_t at = 0; at < points.size(); at += stride) {
    const auto begin = points.begin() + static_cast<std::ptrdiff_t>(at);
    const auto end = points.begin() + static_cast<std::ptrdiff_t>(std::min(at + stride, points.size()));
    kept.push_back(
        *std::max_element(begin, end, [](const auto& a, const auto& b) { return a.second < b.second; }));
  }
  return kept;
}

class Drawing {
 public:
  explicit Drawing(const Plot& plot) : plot_(plot), width_(plot.half_width ? kHalfWidth : kFullWidth) {}
  std::string draw();

 private:
  void scale();
  void scale_x(double low, double high);
  void scale_y(double low, double high);
  void bands();
  void x_axis();
  void y_axis();
  void curve(const Curve& curve);
  void legend();
  template <class... Args>
  void put(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
  }

  const Plot& plot_;
  double width_;
  Axis x_, y_;
  std::string out_;
};

void Drawing::scale_x(double low, double high) {
  x_.log = plot_.x == Unit::Percentile;
  x_.low = x_.log ? std::max(low, kLeastShare) : low;
  x_.high = std::max(high, x_.low * (1 + 1e-9) + (x_.log ? 0 : 1e-9));
  x_.from = kLeft;
  x_.to = width_ - kRight;
  if (x_.log) std::swap(x_.from, x_.to);  // the rarest on the right
}

void Drawing::scale_y(double low, double high) {
  y_.log = plot_.log_y;
  if (y_.log) {
    low = std::max(low, kLeastLog);
    y_.low = std::pow(10.0, std::floor(std::log10(low)));
    y_.high = std::max(high, low) * 1.2;
    if (low > y_.low * 2) y_.low *= low > y_.low * 5 ? 5 : 2;
  } else {
    y_.low = 0;
    const double top = high > 0 ? high : 1;
    const double step = nice_step(top, 5);
    y_.high = std::ceil(top * 1.02 / step) * step;
  }
  y_.from = kHeight - kBottom;
  y_.to = kTop;
}

void Drawing::scale() {
  constexpr double kMost = std::numeric_limits<double>::max();
  double x_low = kMost, x_high = -kMost, y_low = kMost, y_high = -kMost;
  for (const Curve& curve : plot_.curves) {
    for (const auto& [x, y] : curve.points) {
      x_low = std::min(x_low, x);
      x_high = std::max(x_high, x);
      if (!plot_.log_y || y > 0) y_low = std::min(y_low, y);
      y_high = std::max(y_high, y);
    }
  }
  if (plot_.x == Unit::Seconds) x_low = 0;
  scale_x(x_low, x_high);
  scale_y(std::min(y_low, y_high), y_high);
}

void Drawing::bands() {
  bool shaded = false;
  for (const Band& band : plot_.bands) {
    const double from = x_.place(band.from), to = x_.place(band.to);
    if (to - from < 1) continue;
    if (shaded) {
      put("<rect class=\"band\" x=\"{:.1f}\" y=\"{}\" width=\"{:.1f}\" height=\"{}\"/>", from, kTop,
          to - from, kHeight - kBottom - kTop);
    }
    shaded = !shaded;
    put("<line class=\"edge\" x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"{1}\" y2=\"{2}\"/>", from, kTop - 14,
        kHeight - kBottom);
    if (to - from > 7.0 * static_cast<double>(band.name.size())) {
      put("<text class=\"phase\" x=\"{:.1f}\" y=\"{}\">{}</text>", from + 4, kTop - 8, html_text(band.name));
    }
  }
}

void Drawing::x_axis() {
  const double base = kHeight - kBottom;
  std::vector<double> ticks;
  if (plot_.x == Unit::Percentile) {
    for (const double share : {1.0, 0.5, 0.1, 0.01, 0.001, 0.0001, 0.00001}) {
      if (share >= x_.low * 0.999) ticks.push_back(share);
    }
  } else {
    ticks = linear_ticks(x_, plot_.half_width ? 6 : 12);
  }
  for (const double tick : ticks) {
    put("<text class=\"tick x\" x=\"{:.1f}\" y=\"{}\">{}</text>", x_.place(tick), base + 16,
        label(plot_.x, tick));
  }
  put("<line class=\"axis\" x1=\"{}\" x2=\"{}\" y1=\"{}\" y2=\"{}\"/>", kLeft, width_ - kRight, base, base);
  put("<text class=\"label x\" x=\"{}\" y=\"{}\">{}</text>", (kLeft + width_ - kRight) / 2, kHeight - 8,
      html_text(plot_.x_label));
}

void Drawing::y_axis() {
  for (const double tick : y_.log ? log_ticks(y_) : linear_ticks(y_, 5)) {
    const double y = y_.place(tick);
    put("<line class=\"grid\" x1=\"{0}\" x2=\"{1}\" y1=\"{2:.1f}\" y2=\"{2:.1f}\"/>", kLeft, width_ - kRight,
        y);
    put("<text class=\"tick y\" x=\"{}\" y=\"{:.1f}\">{}</text>", kLeft - 6, y + 4, label(plot_.y, tick));
  }
  put("<text class=\"label\" transform=\"translate(14 {}) rotate(-90)\">{}</text>",
      (kTop + kHeight - kBottom) / 2, html_text(plot_.y_label));
}

void Drawing::curve(const Curve& curve) {
  if (curve.points.empty()) return;
  put("<polyline class=\"curve c{}{}\" points=\"", curve.colour % kCurveColours,
      curve.dashed ? " dashed" : "");
  for (const auto& [x, y] : thinned(curve.points)) put("{:.1f},{:.1f} ", x_.place(x), y_.place(y));
  put("\"/>");
}

void Drawing::legend() {
  put("<ul class=\"legend\">");
  for (const Curve& each : plot_.curves) {
    if (each.points.empty()) continue;
    put("<li><svg width=\"26\" height=\"10\" aria-hidden=\"true\"><line class=\"curve c{}{}\" x1=\"1\" "
        "x2=\"25\" "
        "y1=\"5\" y2=\"5\"/></svg>{}</li>",
        each.colour % kCurveColours, each.dashed ? " dashed" : "", html_text(each.name));
  }
  put("</ul>");
}

std::string Drawing::draw() {
  scale();
  put("<figure><figcaption>{}</figcaption><svg class=\"plot\" viewBox=\"0 0 {} {}\" role=\"img\" "
      "aria-label=\"{}\">",
      html_text(plot_.title), width_, kHeight, html_text(plot_.title));
  bands();
  y_axis();
  x_axis();
  for (const Curve& each : plot_.curves) curve(each);
  put("</svg>");
  legend();
  put("</figure>\n");
  return std::move(out_);
}

}  // namespace

std::string render_plot(const Plot& plot) {
  const bool any =
      std::any_of(plot.curves.begin(), plot.curves.end(), [](const Curve& c) { return !c.points.empty(); });
  return any ? Drawing(plot).draw() : std::string();
}

}  // namespace mailrig::reports
