// `compress` (RFC 4978): when the connection turns, and what came behind the server's OK.
#include "tests/play/support.hpp"

namespace mailrig::play {
namespace {

constexpr const char* kTalk = "S: * OK\nC: COMPRESS DEFLATE\nS: OK\ncompress\nC: NOOP\nS: * 1 EXISTS\nS: OK";

// What the player hands over with Compress, when its OK came cut behind `cut` octets.
std::string handed_over(const scenario::Compiled& program, std::string_view answer, std::size_t cut) {
  Stage stage(program);
  std::string handed = "nothing";
  std::size_t writes = 0;
  const Server server = [&](ClientIndex client, std::string_view octets) -> std::string {
    if (octets == "connect") return "* OK hi\r\n";
    if (++writes > 1) return "* 1 EXISTS\r\nA2 OK done\r\n";
    stage.player.received(client, answer.substr(0, cut), stage.now);
    return std::string(answer.substr(cut));
  };
  for (const scenario::Phase phase : {scenario::Phase::Setup, scenario::Phase::Body}) {
    stage.player.begin(phase, stage.now);
    for (Do todo = stage.player.next(stage.now); todo.what != Do::What::Finished;
         todo = stage.player.next(stage.now)) {
      if (todo.what == Do::What::Compress) handed.assign(todo.bytes);
      stage.act(todo, server);
    }
    EXPECT_FALSE(stage.player.failed());
  }
  return handed;
}

TEST(CompressStep, HandsOverWhatCameBehindTheOkWhereverItWasCut) {
  const auto program = scenario::imap(kTalk, kConnected);
  ASSERT_EQ(program.mistakes, "");
  const std::string_view ok = "A1 OK compressing\r\n", answer = "A1 OK compressing\r\n\n* \r\n";
  for (std::size_t cut = 0; cut <= answer.size(); ++cut)
    EXPECT_EQ(handed_over(program, answer, cut), answer.substr(ok.size())) << cut;
}

TEST(CompressStep, SaysThatWhatCameIsNoDeflateStream) {
  const auto program = scenario::imap(kTalk, kConnected);
  Stage stage(program);
  stage.on_wait = [&] { stage.player.closed(0, Ended::DeflateFailed, "invalid block type", stage.now); };
  EXPECT_FALSE(stage.play_script({"* OK hi\r\n", "A1 OK compressing\r\n", ""}));
  EXPECT_EQ(stage.ear.broken().at(0).why,
            "the connection ended with what is no raw DEFLATE stream (RFC 4978 3): invalid block type");
}

TEST(CompressStep, GoesOnInTheClearWhereTheScenarioDoes) {
  const auto program = scenario::imap("S: * OK\nC: COMPRESS DEFLATE\nS: OK\nC: NOOP\nS: OK", kConnected);
  Stage stage(program);
  EXPECT_TRUE(stage.play_script({"* OK hi\r\n", "A1 OK compressing\r\n", "A2 OK done\r\n"}));
}

TEST(CompressStep, IsForImapAlone) {
  EXPECT_NE(scenario::smtp("S: 220\ncompress", kConnected).mistakes.find("'compress' is for IMAP"),
            std::string::npos);
}

}  // namespace
}  // namespace mailrig::play
