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

void Sweep::run(const std::function<bool()>& stop) {
  const bool imap = target_.drive.at(Service::Imap).offered && !target_.facts.of(Service::Imap).auth_plain;
  if (delivered_.empty() || (!imap && !target_.drive.at(Service::Pop3).offered)) return;
  for (int round = 0; round < kRounds && !stop(); ++round) {
    const net::Time quiet = loop_.now() + kQuietTime;
    while (loop_.now() < quiet && !stop()) {
      loop_.run_for(std::chrono::duration_cast<std::chrono::milliseconds>(quiet - loop_.now()) + kTick);
    }
    std::size_t removed = 0;
    for (const auto& [account, first_uid] : delivered_) {
      removed += sweep(imap ? Service::Imap : Service::Pop3, account, first_uid);
    }
    if (removed == 0) return;
  }
}

std::size_t Sweep::sweep(Service service, std::size_t account, std::uint64_t first_uid) {
  const drive::Address& address = target_.drive.at(service);
  Talk talk(loop_, kAnswerTime);
  talk.begin(address.endpoint, address.tls == net::TlsMode::Implicit ? target_.drive.tls : nullptr);
  if (!talk.wait_connected()) return 0;
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
  return (service == Service::Imap ? sweep_inbox(interview, ours) : sweep_maildrop(interview, ours))
      .value_or(0);
}

}  // namespace mailrig::conformance
