#include "reference-server/admin/metrics.hpp"

#include <fstream>
#include <vector>

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>
#include <unistd.h>

#include "reference-server/listen/relay.hpp"

namespace mailrig::server {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

class Families {
 public:
  // A family; its values follow.
  void begin(const char* name, const char* help, MetricType type) {
    families_.push_back({name, help, type, {}});
  }
  void add(std::uint64_t value, const char* label = nullptr, std::string_view of = {}) {
    ClientMetric metric;
    if (label != nullptr) metric.label.push_back({label, std::string(of)});
    if (families_.back().type == MetricType::Counter) {
      metric.counter.value = static_cast<double>(value);
    } else {
      metric.gauge.value = static_cast<double>(value);
    }
    families_.back().metric.push_back(std::move(metric));
  }
  void counter(const char* name, const char* help, std::uint64_t value) {
    begin(name, help, MetricType::Counter);
    add(value);
  }
  void gauge(const char* name, const char* help, std::uint64_t value) {
    begin(name, help, MetricType::Gauge);
    add(value);
  }
  [[nodiscard]] const std::vector<MetricFamily>& all() const { return families_; }

 private:
  std::vector<MetricFamily> families_;
};

// Linux: the second number of /proc/self/statm, in pages.
std::uint64_t resident_octets() {
  std::ifstream statm("/proc/self/statm");
  std::uint64_t size = 0, resident = 0;
  statm >> size >> resident;
  return resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

void add_connections(Families& families, const Server& server) {
  std::array<std::uint64_t, kServices.size()> open{};
  std::uint64_t memory = 0;
  for (const Client* client : server.clients()) {
    ++open[static_cast<std::size_t>(&client->service() - kServices.data())];
    memory += client->octets();
  }
  families.begin("mailrig_connections", "Open connections.", MetricType::Gauge);
  for (std::size_t i = 0; i < open.size(); ++i) families.add(open[i], "service", kServices[i].name);
  families.begin("mailrig_connections_accepted_total", "Connections taken.", MetricType::Counter);
  for (std::size_t i = 0; i < open.size(); ++i)
    families.add(server.counters().accepted[i], "service", kServices[i].name);
  families.gauge("mailrig_connections_memory_octets", "Memory of all open connections.", memory);
}

void add_counters(Families& families, const Counters& counters) {
  families.counter("mailrig_connections_refused_total", "Connections refused at a limit.", counters.refused);
  families.counter("mailrig_connections_late_total", "Connections closed for a limit of time.",
                   counters.late);
  families.counter("mailrig_tls_handshakes_total", "TLS handshakes that succeeded.", counters.handshakes);
  families.begin("mailrig_logins_total", "Logins.", MetricType::Counter);
  families.add(counters.logins, "result", "ok");
  families.add(counters.failed_logins, "result", "failed");
  families.counter("mailrig_received_octets_total", "Octets from clients, after TLS.", counters.octets_in);
  families.counter("mailrig_sent_octets_total", "Octets to clients, before TLS.", counters.octets_out);
  families.begin("mailrig_certificate_reloads_total", "Certificates read again.", MetricType::Counter);
  families.add(counters.reloads, "result", "ok");
  families.add(counters.failed_reloads, "result", "failed");
}

void add_queue(Families& families, const smtpd::Queue* queue) {
  if (queue == nullptr) return;
  const smtpd::QueueTally& tally = queue->tally();
  families.gauge("mailrig_queue_messages", "Messages that wait to be relayed or released.", queue->size());
  families.gauge("mailrig_queue_octets", "Octets of these.", queue->octets());
  families.begin("mailrig_queue_recipients_total", "What became of recipients in the queue.",
                 MetricType::Counter);
  families.add(tally.relayed, "result", "relayed");
  families.add(tally.delivered, "result", "delivered");
  families.add(tally.returned, "result", "returned");
  families.counter("mailrig_queue_retries_total", "Attempts for a recipient that failed for now.",
                   tally.put_off);
}

}  // namespace

std::string render_metrics(const Server& server) {
  Families families;
  add_connections(families, server);
  add_counters(families, server.counters());
  add_queue(families, server.queue());
  families.gauge("mailrig_paused", "1 while nobody is answered.", server.paused() ? 1 : 0);
  families.gauge("mailrig_deviations", "Rules that are broken on purpose.",
                 server.deviations() == nullptr ? 0 : server.deviations()->specs().size());
  families.gauge("process_resident_memory_bytes", "Resident memory size in bytes.", resident_octets());
  return prometheus::TextSerializer().Serialize(families.all());
}

}  // namespace mailrig::server
