// One scenario being played: set-up, dialogue, clean-up, and what is recorded of it.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "harness/conformance/play_options.hpp"
#include "harness/conformance/presence.hpp"
#include "harness/conformance/ruling.hpp"
#include "harness/conformance/selection.hpp"
#include "harness/conformance/wire_log.hpp"
#include "harness/drive/driver.hpp"
#include "harness/play/player.hpp"

namespace mailrig::conformance {

// Where and for whom it is played; all outlive it.
struct Stage {
  net::Loop& loop;
  const Target& target;
  const record::Masker& masker;
  record::Sink& sink;
  net::Time started;
  const PlayOptions& options;
};

// One attempt at a scenario.
struct Task {
  ScenarioPtr scenario;
  std::shared_ptr<const scenario::Program> program;
  std::uint32_t attempt = 1;
};

class PlayOne final : public drive::Shell, public play::Observer {
 public:
  // `done` is called from the loop, when the scenario has ended in whatever way.
  PlayOne(const Stage& stage, Task task, scenario::Given given, std::string again,
          std::function<void(PlayOne&)> done);
  PlayOne(const PlayOne&) = delete;
  PlayOne& operator=(const PlayOne&) = delete;
  ~PlayOne() override;

  void start();
  // Ends the dialogue as it is and cleans up, within `time`.
  void interrupt(std::chrono::milliseconds time);

  [[nodiscard]] record::Verdict verdict() const { return ruling_.verdict(); }
  [[nodiscard]] const std::string& not_cleaned_up() const { return ruling_.not_cleaned_up(); }
  [[nodiscard]] bool interrupted() const { return interrupted_; }
  // A connection could not be had or ended unasked, or nobody answered in time: whether the target is still
  // there is worth a look.
  [[nodiscard]] bool doubtful() const { return doubtful_; }
  // What came to light of the target meanwhile. Before conclude().
  void found(const Found& found) { ruling_.found(found, now()); }
  // Where our mail begins in the INBOX of the scenario's n-th account (from 1); 0: none was looked for.
  [[nodiscard]] std::uint64_t first_uid(std::size_t account) const;
  // Sends mail; without IMAP its messages come to a maildrop by SMTP, too.
  [[nodiscard]] bool delivers() const {
    return task_.scenario->delivers ||
           (!stage_.target.drive.at(Service::Imap).offered && !task_.scenario->messages.empty());
  }
  // Records the end. Not called: the run was cut off.
  void conclude();
  [[nodiscard]] const Task& task() const { return task_; }

  void finished() override;
  void broke(const std::exception& mistake) override;
  void sent(drive::ClientIndex client, std::string_view bytes, bool sasl) override;
  void received(drive::ClientIndex client, std::string_view bytes) override;
  [[nodiscard]] bool wants_notes() const override { return true; }
  void noted(drive::ClientIndex client, drive::Note note, const std::string& text) override;
  void judged(const play::Judged& judged) override;
  void answered(drive::ClientIndex, std::string_view, play::Time, play::Time, bool) override {}

 private:
  void play(scenario::Phase phase);
  void after_setup();
  void past_deadline();
  void clean_up(std::chrono::milliseconds time);
  void end();
  [[nodiscard]] std::unique_ptr<sasl::Client> make_sasl(drive::ClientIndex client, std::string_view mechanism,
                                                        const sasl::Credentials& credentials,
                                                        std::string& why);
  void log(drive::ClientIndex client, record::Direction direction, std::string_view bytes, bool sasl = false);
  void keep_wire(const record::ScenarioEnded& ended);
  [[nodiscard]] std::string why_not_again(const record::Transcript& kept,
                                          const record::ScenarioEnded& ended) const;
  [[nodiscard]] record::Transcript transcript() const;
  [[nodiscard]] record::Elapsed now() const { return stage_.loop.now() - stage_.started; }
  // Of what is being worked on: the time that the player was told.
  [[nodiscard]] record::Elapsed told() const { return driver_.now() - stage_.started; }

  Stage stage_;
  Task task_;
  scenario::Given given_;
  std::string again_;
  std::function<void(PlayOne&)> done_;
  WireLog wire_;
  Ruling ruling_;
  record::ScenarioStarted started_;
  scenario::Phase phase_ = scenario::Phase::Setup;
  record::Elapsed ended_at_{};
  bool interrupted_ = false, doubtful_ = false;
  std::unique_ptr<net::Timer> deadline_;
  play::Player player_;
  drive::Driver driver_;
};

}  // namespace mailrig::conformance
