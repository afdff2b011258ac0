#include "reports/html.hpp"

#include <filesystem>
#include <fstream>
#include <set>

#include <gtest/gtest.h>
#include <unistd.h>

#include "reports/reports.hpp"
#include "tests/reports/sample.hpp"

namespace mailrig::reports {
namespace {

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

std::vector<record::Event> check_and_load() {
  std::vector<record::Event> events = sample_check();
  const std::vector<record::Event> load = sample_load();
  events.insert(events.end(), load.begin() + 1, load.end());
  return events;
}

// Every element is closed by its own end tag; the names of ids are unique.
void expect_well_formed(const std::string& html) {
  const std::set<std::string> kVoid{"meta", "!doctype", "input", "br"};
  std::vector<std::string> open;
  std::set<std::string> ids;
  for (std::size_t at = html.find('<'); at != std::string::npos; at = html.find('<', at + 1)) {
    const std::size_t end = html.find('>', at);
    ASSERT_NE(end, std::string::npos);
    const std::string tag = html.substr(at + 1, end - at - 1);
    const std::string name = tag.substr(0, tag.find_first_of(" \n/", 1));
    if (const std::size_t id = tag.find(" id=\""); id != std::string::npos) {
      const std::string value = tag.substr(id + 5, tag.find('"', id + 5) - id - 5);
      EXPECT_TRUE(ids.insert(value).second) << value;
    }
    if (kVoid.count(name) > 0 || tag.back() == '/') continue;
    if (tag.front() == '/') {
      ASSERT_FALSE(open.empty()) << tag;
      EXPECT_EQ(open.back(), tag.substr(1)) << html.substr(at > 200 ? at - 200 : 0, 260);
      open.pop_back();
    } else {
      open.push_back(name);
    }
  }
  EXPECT_TRUE(open.empty());
}

TEST(Html, IsWellFormed) {
  expect_well_formed(render_html(fold(check_and_load())));
  expect_well_formed(render_html(fold(sample_load())));
  expect_well_formed(render_html(fold(sample_every())));
  expect_well_formed(render_html(fold(sample_hostile())));
  expect_well_formed(render_html(fold({})));
}

TEST(Html, EscapesWhatServersSent) {
  const std::string html = render_html(fold(sample_check()));
  EXPECT_FALSE(has(html, "<script"));
  EXPECT_FALSE(has(html, "<b>hi</b>"));
  EXPECT_TRUE(has(html, "&lt;script&gt;alert(1)&lt;/script&gt;\\x01\\xFF"));
  EXPECT_EQ(html_text("<a href='x' title=\"y\">&\x01"),
            "&lt;a href=&#39;x&#39; title=&quot;y&quot;&gt;&amp;\\x01");
}

TEST(Html, AsksForNothingFromOutside) {
  const std::string html = render_html(fold(check_and_load()));
  for (const char* part : {" src=", "url(", "@import", "<link", "<iframe", "href=\"http", "<img"}) {
    EXPECT_FALSE(has(html, part)) << part;
  }
  EXPECT_TRUE(has(html, "default-src 'none'"));
}

TEST(Html, ShowsEachNonPassWithItsWire) {
  const std::string html = render_html(fold(sample_check()));
  EXPECT_TRUE(has(html, "1 of 68 scenarios failed, 1 weak, 2 could not be judged"));
  EXPECT_TRUE(has(html, "<b>RFC 6851 4.3 MUST</b>"));
  EXPECT_TRUE(has(html, "A1 LOGIN alice «***»<span class=\"eol\">\\r\\n</span>"));
  EXPECT_TRUE(has(html, "set-up failed: APPEND was refused"));
  EXPECT_TRUE(has(html, "<th scope=\"row\">IDLE is not offered</th><td class=\"n\">2</td>"));
}

TEST(Html, FiltersByLevelKindAndRfcWithoutAScript) {
  const std::string html = render_html(fold(sample_every()));
  EXPECT_FALSE(has(html, "<script"));
  EXPECT_FALSE(has(html, " onclick"));
  for (const char* part :
       {"id=\"f-l0\" aria-label=\"asked by: MUST\"", "<label for=\"f-k1\">exploitable</label>",
        "<label for=\"f-r6851\">6851</label>", "#f-r6851:checked~.items .item:not(.r6851){display:none}",
        "<label for=\"a-fail\">fail 2</label>", "#a-fail:checked~.items .item:not(.v-fail){display:none}",
        "class=\"card item fail l0 k0 k3 r3501 r6851\"",
        "<tr class=\"item l0 k1 r5321\"><td>MUST</td><td>exploitable</td><td>RFC 5321 4.1.1.4</td>"}) {
    EXPECT_TRUE(has(html, part)) << part;
  }
  EXPECT_FALSE(has(render_html(fold({})), "class=\"filters\""));
}

TEST(Html, LinksOnlyToWhatIsThere) {
  const std::string html = render_html(fold(sample_every()));
  std::size_t links = 0;
  for (std::size_t at = html.find("href=\"#"); at != std::string::npos; at = html.find("href=\"#", at + 1)) {
    const std::string id = html.substr(at + 7, html.find('"', at + 7) - at - 7);
    EXPECT_TRUE(has(html, " id=\"" + id + "\"")) << id;
    ++links;
  }
  EXPECT_GT(links, 20U);
}

TEST(Html, TellsLevelsAndKindsApartAndWhatIsUntested) {
  const std::string html = render_html(fold(sample_every()));
  for (const char* part :
       {"<th scope=\"row\">exploitable</th><td class=\"n\">1</td><td class=\"n zero\">0</td>",
        "1 not offered</td>",
        "<li class=\"untested\"><code>AUTH SCRAM-SHA-256</code> <span>advertised, untested</span></li>",
        "<li class=\"works\"><code>ESEARCH</code> <span>1 scenario (0 run), 1 of 1 trials passed</span></li>",
        "Works, though not advertised: <b>ESEARCH (imap), 1 of 1 trials</b>", "seed 42"}) {
    EXPECT_TRUE(has(html, part)) << part;
  }
}

TEST(Html, MarksWhereItWentWrongAndWhatEndsNoLine) {
  const std::string html = render_html(fold(sample_every()));
  EXPECT_TRUE(has(html, "<tr class=\"received here\">"));
  EXPECT_TRUE(has(html, "<tr class=\"sent after\">"));
  EXPECT_TRUE(has(html, "moved<span class=\"odd\">\\n</span>"));
}

TEST(Html, PlotsTheLoad) {
  const std::string html = render_html(fold(sample_load()));
  for (const char* part :
       {"Scenarios per second over time", "Latency of scenarios by percentile", ">measured</text>",
        "Objective missed: p99 below 50 ms", "imap UID FETCH", "closed by &lt;peer&gt;"}) {
    EXPECT_TRUE(has(html, part)) << part;
  }
}

TEST(Reports, AgreeOnTheirNumbers) {
  const auto run = fold(sample_check());
  const std::string html = render_html(run), text = render_summary(run), json = render_json(run);
  for (const Verdict verdict : kVerdicts) {
    if (verdict == Verdict::Flaky) continue;  // shown only where there is one
    const std::string count = std::to_string(run.counts.of(verdict)), word(name(verdict));
    EXPECT_TRUE(has(html, "<li class=\"" + word + "\"><b>" + count + "</b>")) << word;
    EXPECT_TRUE(has(json, "\"" + word + "\":" + count + ",")) << word;
  }
  EXPECT_TRUE(
      has(text, "  all                60        1        1        1        3        1        1       68"));
}

TEST(Reports, AreWrittenToAFolder) {
  const auto folder =
      std::filesystem::temp_directory_path() / ("mailrig-reports-" + std::to_string(::getpid()));
  EXPECT_EQ(write_reports((folder / "deep").string(), fold(sample_check())), "");
  for (const char* file : {"report.html", "report.json", "junit.xml"}) {
    EXPECT_GT(std::filesystem::file_size(folder / "deep" / file), 1000U) << file;
  }
  std::ofstream(folder / "plain") << "x";
  EXPECT_EQ(write_reports((folder / "plain").string(), fold({})),
            (folder / "plain").string() + ": Not a directory\n");
  std::filesystem::create_directories(folder / "full");
  std::filesystem::create_symlink("/dev/full", folder / "full/report.html");
  EXPECT_EQ(write_reports((folder / "full").string(), fold(sample_check())),
            (folder / "full/report.html").string() + ": No space left on device\n");
  EXPECT_GT(std::filesystem::file_size(folder / "full/junit.xml"), 1000U);  // the others all the same
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace mailrig::reports
