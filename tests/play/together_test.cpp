// at once: several clients at the same time.
#include <map>

#include <gtest/gtest.h>

#include "tests/play/support.hpp"

namespace mailrig::play {
namespace {

using scenario::Phase;

constexpr const char* kTwo =
    "[clients]\nphone = { service = \"imap\", start = \"greeted\" }\n"
    "laptop = { service = \"imap\", start = \"greeted\" }\n";

scenario::Compiled two(const std::string& dialogue) {
  scenario::Compiled compiled =
      scenario::compile_text("imap/t", scenario::file_of(dialogue) + kTwo, scenario::all_services());
  EXPECT_EQ(compiled.mistakes, "");
  return compiled;
}

// Answers nothing by itself: the test says what comes when.
class Scene {
 public:
  explicit Scene(const scenario::Compiled& program) : stage(program) {
    const auto greets = [](ClientIndex, std::string_view bytes) -> std::string {
      return bytes == "connect" ? "* OK hi\r\n" : "";
    };
    EXPECT_TRUE(stage.play(Phase::Setup, greets));
    stage.player.begin(Phase::Body, stage.now);
  }

  // All that is to be done now, "0:A1 NOOP 1:A2 NOOP …"; then "wait 10000" or "finished".
  std::string go() {
    std::string text;
    for (;;) {
      const Do todo = stage.player.next(stage.now);
      if (todo.what == Do::What::Finished) return text + "finished";
      if (todo.what == Do::What::Wait) {
        const auto time = std::chrono::duration_cast<milliseconds>(todo.until - stage.now);
        return text + "wait " + std::to_string(time.count());
      }
      if (todo.what == Do::What::Close) {
        text += std::to_string(todo.client) + ":close ";
        stage.player.closed(todo.client, Ended::Local, "", stage.now);
        continue;
      }
      std::string_view line = todo.bytes;
      line.remove_suffix(2);
      text += std::to_string(todo.client) + ":" + std::string(line) + " ";
    }
  }
  void comes(ClientIndex client, std::string_view bytes) { stage.player.received(client, bytes, stage.now); }

  Stage stage;
};

TEST(AtOnce, AllStartTogether) {
  const auto program =
      two("at once\nphone C: NOOP\nphone C: CHECK\nphone S: OK\nphone S: OK\nlaptop C: IDLE\nlaptop S: "
          "+\nend\nphone C: CLOSE");
  Scene scene(program);
  EXPECT_EQ(scene.go(), "0:A1 NOOP 1:A2 IDLE 0:A3 CHECK wait 10000");
}

TEST(AtOnce, TheEndWaitsForAll) {
  const auto program =
      two("at once\nphone C: NOOP\nphone S: OK\nlaptop C: CHECK\nlaptop S: OK\nend\nphone C: CLOSE");
  Scene scene(program);
  EXPECT_EQ(scene.go(), "0:A1 NOOP 1:A2 CHECK wait 10000");
  scene.comes(0, "A1 OK done\r\n");
  EXPECT_EQ(scene.go(), "wait 10000");
  scene.comes(1, "A2 OK done\r\n");
  EXPECT_EQ(scene.go(), "0:A3 CLOSE finished");
  EXPECT_EQ(scene.stage.ear.summary(), "+ + + +");
}

TEST(AtOnce, EachGoesOnByItself) {
  const auto program =
      two("at once\nphone C: NOOP\nphone S: OK\nphone C: CHECK\nphone S: OK\nlaptop pause 3s\nlaptop C: "
          "NOOP\nlaptop S: OK\nend");
  Scene scene(program);
  EXPECT_EQ(scene.go(), "0:A1 NOOP wait 3000");
  scene.comes(0, "A1 OK done\r\n");
  EXPECT_EQ(scene.go(), "0:A2 CHECK wait 3000");
  scene.stage.now += milliseconds(3000);
  EXPECT_EQ(scene.go(), "1:A3 NOOP wait 7000");
  scene.comes(1, "A3 OK done\r\n");
  scene.comes(0, "A2 OK done\r\n");
  EXPECT_EQ(scene.go(), "finished");
}

TEST(AtOnce, AMustThatIsBrokenEndsAll) {
  const auto program =
      two("at once\nphone C: NOOP\nphone S: OK\nlaptop C: NOOP\nlaptop S: OK\nlaptop C: CHECK\nend\nphone C: "
          "CLOSE");
  Scene scene(program);
  (void)scene.go();
  scene.comes(0, "A1 NO done\r\n");
  scene.comes(1, "A2 OK done\r\n");
  EXPECT_EQ(scene.go(), "finished");
  EXPECT_TRUE(scene.stage.player.failed());
  EXPECT_EQ(scene.stage.ear.broken().at(0).wanted, "S: OK");
}

TEST(AtOnce, AShouldThatIsBrokenEndsNothing) {
  const auto program = two(
      "at once\nphone C: NOOP\nphone S: OK   # SHOULD\nlaptop C: NOOP\nlaptop S: OK\nend\nphone C: CLOSE");
  Scene scene(program);
  (void)scene.go();
  scene.comes(0, "A1 NO done\r\n");
  scene.comes(1, "A2 OK done\r\n");
  EXPECT_EQ(scene.go(), "0:A3 CLOSE finished");
}

TEST(AtOnce, EachJudgesItsOwnAnswers) {
  const auto program = two(
      "at once\nphone C: NOOP\nphone S: OK|NO\nphone if answered OK\nphone C: CHECK\nelse\nphone C: "
      "CLOSE\nend\n"
      "laptop C: NOOP\nlaptop S: OK|NO\nlaptop if answered OK\nlaptop C: CHECK\nend\nend\nphone C: LOGOUT");
  Scene scene(program);
  (void)scene.go();
  scene.comes(0, "A1 NO done\r\n");
  EXPECT_EQ(scene.go(), "0:A3 CLOSE wait 10000");
  scene.comes(1, "A2 OK done\r\n");
  EXPECT_EQ(scene.go(), "1:A4 CHECK 0:A5 LOGOUT finished");
}

TEST(AtOnce, WhatItBoundIsThereAfterwards) {
  const auto program =
      two("at once\nphone C: NOOP\nphone S: * ${=n} EXISTS\nphone S: OK\nlaptop C: NOOP\nlaptop S: * ${=m} "
          "EXISTS\nlaptop S: OK\n"
          "end\ncheck ${n} < ${m}\nphone C: X ${n}");
  Scene scene(program);
  (void)scene.go();
  scene.comes(1, "* 4 EXISTS\r\nA2 OK done\r\n");
  scene.comes(0, "* 3 EXISTS\r\nA1 OK done\r\n");
  EXPECT_EQ(scene.go(), "0:A3 X 3 finished");
  EXPECT_FALSE(scene.stage.player.failed());
}

TEST(AtOnce, AnEndOfOneConnectionIsThatClientsFailure) {
  const auto program = two("at once\nphone C: NOOP\nphone S: OK\nlaptop C: NOOP\nlaptop S: OK\nend");
  Scene scene(program);
  (void)scene.go();
  scene.stage.player.closed(1, Ended::Fin, "", scene.stage.now);
  EXPECT_EQ(scene.go(), "finished");
  EXPECT_TRUE(scene.stage.player.connection_lost());
  EXPECT_NE(scene.stage.ear.summary().find("bye-before-close"), std::string::npos);
}

TEST(AtOnce, MayComeMoreThanOnceAndBePlayedAgain) {
  const auto program =
      two("repeat 2\nat once\nphone C: NOOP\nphone S: OK\nlaptop C: NOOP\nlaptop S: OK\nend\nend");
  Stage stage(program);
  const auto server = [](ClientIndex, std::string_view bytes) -> std::string {
    if (bytes == "connect") return "* OK hi\r\n";
    return std::string(bytes.substr(0, bytes.find(' '))) + " OK done\r\n";
  };
  EXPECT_TRUE(stage.play(Phase::Setup, server));
  EXPECT_TRUE(stage.play(Phase::Body, server));
  EXPECT_TRUE(stage.play(Phase::Body, server));
  EXPECT_EQ(stage.writes.size(), 8U);
}

TEST(AtOnce, CleaningUpForgetsWhereTheThreadsWere) {
  const auto program = two("at once\nphone C: NOOP\nphone S: OK\nlaptop C: NOOP\nlaptop S: OK\nend");
  Scene scene(program);
  (void)scene.go();
  scene.stage.player.begin(Phase::Cleanup, scene.stage.now);
  scene.comes(0, "A1 OK done\r\n* BYE\r\n");
  EXPECT_EQ(scene.go().substr(0, 7), "0:close");
}

}  // namespace
}  // namespace mailrig::play
