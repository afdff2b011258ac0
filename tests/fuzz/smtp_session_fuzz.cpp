// A SMTP server session, fed any octets. 0xFE goes behind the login. No crash, what is answered are whole
// lines, and it is the same answer octet by octet. What it took to hand on, the queue can make attempts of.
#include "reference-server/session/smtp/queue.hpp"
#include "tests/fuzz/session.hpp"

namespace {

using namespace mailrig::server;

std::string talk(std::string_view input, std::size_t step) {
  SmallWorld small;
  smtpd::Queue queue{small.world, {{"", {"127.0.0.1", 25}}}, {}};
  small.world.queue = &queue;
  Talker talker{make_smtp_session(small.world, {"127.0.0.1:1", false}, SmtpKind::Submission), {}};
  talker.session->greet(talker.output);
  talker.talk(input, step, "EHLO a\r\nAUTH PLAIN AHVzZXIxAHBhc3M=\r\n");
  (void)queue.run(8);
  return talker.output;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  must_not_depend_on_cuts({reinterpret_cast<const char*>(data), size}, talk);
  return 0;
}
