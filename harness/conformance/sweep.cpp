#include "harness/conformance/sweep.hpp"

#include <algorithm>

#include "harness/conformance/interview.hpp"

namespace mailrig::conformance {

namespace {

constexpr std::chrono::milliseconds kAnswerTime{3'000};
constexpr std::chrono::milliseconds kQuietTime{500};  // so long no mail of ours came: there is none left
constexpr std::chrono::milliseconds kTick{1};
constexpr int kRounds = 20;
constexpr std::size_t kPathsSearched = 64;

}  // namespace

void Sweep::delivered(std::size_t account, std::uint64_t first_uid) {
  std::uint64_t& known = delivered_.emplace(account, first_uid).first->second;
  known = std::min(known, first_uid);
}

std::optional<Service> Sweep::way_in() const {
  if (target_.drive.at(Service::Imap).offered && !target_.facts.of(Service::Imap).auth_plain)
    return Service::Imap;
  if (target_.drive.at(Service::Pop3).offered) return Service::Pop3;
  return std::nullopt;
}

std::vector<std::string> Sweep::not_run() const {
  if (delivered_.empty()) return {};
  return {"mail that came late: the run was broken off before it was looked for"};
}

std::vector<std::string> Sweep::run(const std::function<bool()>& stop) {
  if (delivered_.empty()) return {};
  const std::optional<Service> service = way_in();
  if (!service) return {"mail that was sent: without IMAP and POP3 nobody can look for it"};
  std::vector<std::string> unseen;
  for (int round = 0; round < kRounds && !stop(); ++round) {
    const net::Time quiet = loop_.now() + kQuietTime;
    while (loop_.now() < quiet && !stop()) {
      loop_.run_for(std::chrono::duration_cast<std::chrono::milliseconds>(quiet - loop_.now()) + kTick);
    }
    if (stop()) break;
    std::size_t removed = 0;
    unseen.clear();
    for (const auto& [account, first_uid] : delivered_) {
      const std::optional<std::size_t> swept = sweep(*service, account, first_uid);
      removed += swept.value_or(0);
      if (!swept)
        unseen.push_back("mail of " + target_.accounts[account].user + ": it could not be looked for by " +
                         std::string(scenario::name(*service)));
    }
    if (removed == 0) return unseen;
  }
  return not_run();
}

std::optional<std::size_t> Sweep::sweep(Service service, std::size_t account, std::uint64_t first_uid) {
  const drive::Address& address = target_.drive.at(service);
  Talk talk(loop_, kAnswerTime);
  talk.begin(address.endpoint, address.tls == net::TlsMode::Implicit ? target_.drive.tls : nullptr);
  if (!talk.wait_connected()) return std::nullopt;
  Interview interview{talk, target_.drive.tls, address.tls == net::TlsMode::StartTls, true,
                      &target_.accounts[account]};
  Ours ours;
  ours.token = token_;
  if (!target_.sender.empty()) ours.return_paths.push_back(target_.sender);
  for (const auto& [sender, ignored] : delivered_) {
    if (ours.return_paths.size() < kPathsSearched)
      ours.return_paths.push_back(target_.accounts[sender].address);
  }
  ours.first_uid = std::max<std::uint64_t>(first_uid, 1);
  ours.uidplus = target_.facts.uidplus;
  ours.top = target_.facts.top;
  ours.utf8 = target_.facts.utf8;
  return service == Service::Imap ? sweep_inbox(interview, ours) : sweep_maildrop(interview, ours);
}

}  // namespace mailrig::conformance
