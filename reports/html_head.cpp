#include <fmt/format.h>

#include "reports/html.hpp"

namespace mailrig::reports {

namespace {

constexpr std::string_view kStyle = R"css(
:root{color-scheme:light dark;--bg:#f6f7f9;--panel:#fff;--text:#1b1f24;--muted:#57606a;--line:#d8dee4;--code:#f3f5f7;
--accent:#0a58ca;--pass:#1a7f37;--fail:#cf222e;--weak:#9a6700;--note:#0a58ca;--skipped:#6e7781;--blocked:#8250df;
--broken:#a40e5b;--flaky:#bc4c00;--known:#0b7285;--c0:#0a58ca;--c1:#cf222e;--c2:#1a7f37;--c3:#9a6700;--c4:#8250df;--c5:#0b7285;--c6:#a40e5b;--c7:#57606a;
--band:#57606a14}
@media screen and (prefers-color-scheme:dark){:root{--bg:#0d1117;--panel:#161b22;--text:#e6edf3;--muted:#9aa4af;--line:#30363d;
--code:#0d1117;--accent:#6cb6ff;--pass:#3fb950;--fail:#ff7b72;--weak:#e3b341;--note:#6cb6ff;--skipped:#9aa4af;
--blocked:#bc8cff;--broken:#ff7bbd;--flaky:#ffa657;--known:#39c5cf;--c0:#6cb6ff;--c1:#ff7b72;--c2:#3fb950;--c3:#e3b341;--c4:#bc8cff;--c5:#39c5cf;
--c6:#ff7bbd;--c7:#9aa4af;--band:#c9d1d912}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--text);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",sans-serif}
main,header,footer{max-width:1140px;margin:0 auto;padding:0 24px}
header{padding-top:28px}
h1{font-size:26px;line-height:1.25;margin:0 0 4px}
h2{font-size:19px;margin:36px 0 12px}
h3{font-size:15px;margin:20px 0 8px}
a{color:var(--accent)}
a:focus-visible,summary:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:4px}
.skip{position:absolute;left:-9999px}.skip:focus{left:8px;top:8px;background:var(--panel);padding:6px 10px}
.muted{color:var(--muted)}
nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:4px 18px;padding:0;margin:14px 0 0}
.panel{background:var(--panel);border:1px solid var(--line);border-radius:8px;padding:16px 18px;overflow-x:auto}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(98px,1fr));gap:10px;list-style:none;margin:20px 0 0;padding:0}
.tiles li{background:var(--panel);border:1px solid var(--line);border-top:4px solid var(--tile,var(--line));border-radius:8px;padding:9px 14px 11px}
.tiles b{display:block;font-size:25px;line-height:1.2;font-variant-numeric:tabular-nums}
.totals{grid-template-columns:repeat(auto-fit,minmax(142px,1fr))}
.tiles .small b{font-size:19px}
.tiles span{color:var(--muted);font-size:13px}
.zero b{color:var(--muted);font-weight:400}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
caption{text-align:left;color:var(--muted);font-size:13px;padding-bottom:6px}
th,td{text-align:left;padding:5px 12px 5px 0;border-bottom:1px solid var(--line);vertical-align:top}
th{font-weight:600;font-size:13px;color:var(--muted)}
tbody th{color:var(--text);font-size:inherit}
tr:last-child>*{border-bottom:0}
.n{text-align:right;white-space:nowrap}
.n+td:not(.n),.n+th:not(.n){padding-left:18px}
td.n.zero{color:var(--muted);opacity:.65}
.bar{display:flex;height:12px;min-width:120px;border-radius:6px;overflow:hidden;background:var(--line);margin-top:5px}
.bar i{display:block;min-width:2px}
.pass{--tile:var(--pass)}.fail{--tile:var(--fail)}.weak{--tile:var(--weak)}.note{--tile:var(--note)}
.skipped{--tile:var(--skipped)}.blocked{--tile:var(--blocked)}.broken{--tile:var(--broken)}
.flaky{--tile:var(--flaky)}.known{--tile:var(--known)}
.bar i,.dot{background:var(--tile)}
.badge{display:inline-block;min-width:62px;text-align:center;border:1px solid var(--tile);color:var(--tile);border-radius:12px;padding:0 9px;font-size:12.5px;font-weight:600;line-height:1.6}
details.card{background:var(--panel);border:1px solid var(--line);border-left:4px solid var(--tile);border-radius:8px;margin:10px 0;padding:0 16px}
details.card>summary{padding:11px 0;cursor:pointer}
details.card[open]>summary{border-bottom:1px solid var(--line);margin-bottom:12px}
summary{cursor:pointer}
summary .id{font:600 13.5px/1.5 ui-monospace,"DejaVu Sans Mono",monospace;margin:0 6px;overflow-wrap:anywhere}
.plain{background:var(--panel);border:1px solid var(--line);border-radius:8px;padding:8px 16px;margin:8px 0}
.plain>summary{display:flex;gap:14px;align-items:baseline}.plain>summary .bar{flex:1;margin:0;max-width:380px;align-self:center;margin-left:auto}
.plain>summary::before{content:"▸";color:var(--muted)}.plain[open]>summary::before{content:"▾"}
.plain[open]>summary{margin-bottom:8px}
.plain tbody th{font-weight:400}
code,pre,.wire{font:12.5px/1.55 ui-monospace,"DejaVu Sans Mono","Liberation Mono",monospace}
code,pre{background:var(--code);border:1px solid var(--line);border-radius:5px}
code{padding:1px 5px;overflow-wrap:anywhere}
pre{margin:0;padding:6px 10px;white-space:pre-wrap;overflow-wrap:anywhere}
dl.finding{display:grid;grid-template-columns:70px minmax(0,1fr);gap:6px 12px;margin:0 0 14px}
dl.finding dt{color:var(--muted);font-size:13px;padding-top:3px}
dl.finding dd{margin:0}
.got pre{border-color:var(--fail)}
.wire{width:100%;border:1px solid var(--line);border-radius:5px;background:var(--code);margin-bottom:14px;table-layout:auto}
.wire td,.wire th{border:0;padding:1px 10px 1px 8px;white-space:nowrap;font-size:12.5px}
.wire td:last-child{width:100%;white-space:pre-wrap;overflow-wrap:anywhere}
.wire .time{color:var(--muted);text-align:right}
.wire .sent td:nth-child(3){color:var(--note);font-weight:600}.wire .received td:nth-child(3){color:var(--pass);font-weight:600}
.wire .mark td{color:var(--muted);font-style:italic}
.wire .eol{color:var(--muted);opacity:.6}.wire .odd{background:var(--fail);color:var(--bg);border-radius:3px;padding:0 2px}
.wire .after td{opacity:.55}
.wire .here td{border-bottom:2px solid var(--fail)}
[id^=s]:target>dl.finding:first-of-type{outline:2px solid var(--accent);outline-offset:6px;border-radius:2px}
.overview{display:flex;flex-wrap:wrap;gap:12px;margin-top:14px}.overview>.panel{flex:1 1 max-content;max-width:100%}
.overview .bar{min-width:70px}.overview th,.overview td{padding-right:9px}
.filters{display:flex;flex-wrap:wrap;gap:6px 22px;margin:0 0 12px;font-size:13px}
.filters p{display:flex;flex-wrap:wrap;gap:5px;margin:0;align-items:center}
.filters span{color:var(--muted);margin-right:3px}
.filters label{border:1px solid var(--line);background:var(--panel);border-radius:12px;padding:1px 10px;cursor:pointer}
.rfcs{background:var(--panel);border:1px solid var(--line);border-radius:8px;padding:4px 16px}
.rfcs .plain{border:0;border-bottom:1px solid var(--line);border-radius:0;margin:0;padding:4px 0}.rfcs .plain:last-child{border-bottom:0}
.rfcs summary b{min-width:82px}
h4{font-size:13px;font-weight:600;color:var(--muted);margin:6px 0}
.capabilities{list-style:none;display:flex;flex-wrap:wrap;gap:6px 14px;margin:0 0 10px;padding:0;font-size:13px}
.capabilities span{color:var(--muted)}
.capabilities li::before{content:"";display:inline-block;width:9px;height:9px;border-radius:5px;margin-right:6px;background:var(--tile,transparent);border:1px solid var(--tile,var(--muted))}
.capabilities .tested{--tile:var(--pass)}.capabilities .untested{--tile:var(--weak)}.capabilities .works{--tile:var(--note)}
.capabilities .untested span{color:var(--weak)}
.warn{border:1px solid var(--fail);border-left-width:4px;border-radius:8px;background:var(--panel);padding:10px 16px;margin:16px 0 0}
figure{margin:14px 0;background:var(--panel);border:1px solid var(--line);border-radius:8px;padding:14px 16px 10px}
figcaption{font-weight:600;margin-bottom:6px}
svg.plot{width:100%;height:auto;display:block}
.plot text{fill:var(--muted);font-size:11.5px;font-family:inherit}
.plot .x{text-anchor:middle}.plot .y{text-anchor:end}.plot .label{text-anchor:middle;fill:var(--text)}
.plot .grid{stroke:var(--line);stroke-width:1}.plot .axis{stroke:var(--muted)}
.plot .edge{stroke:var(--muted);stroke-dasharray:2 3;opacity:.7}.plot .band{fill:var(--band)}
.curve{fill:none;stroke-width:1.8;stroke-linejoin:round}.dashed{stroke-dasharray:5 4}
.c0{stroke:var(--c0)}.c1{stroke:var(--c1)}.c2{stroke:var(--c2)}.c3{stroke:var(--c3)}.c4{stroke:var(--c4)}.c5{stroke:var(--c5)}.c6{stroke:var(--c6)}.c7{stroke:var(--c7)}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:2px 18px;margin:6px 0 0;padding:0;font-size:13px;color:var(--muted)}
.legend svg{margin-right:6px;vertical-align:middle}
.two{display:grid;grid-template-columns:repeat(auto-fit,minmax(480px,1fr));gap:0 16px}
footer{padding:32px 24px 40px;color:var(--muted);font-size:13px}
.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media(max-width:640px){main,header,footer{padding-left:12px;padding-right:12px}.two{grid-template-columns:1fr}
figure{overflow-x:auto}svg.plot{min-width:560px}}
@media print{body{background:#fff;font-size:11px}main,header,footer{max-width:none;padding:0}nav,.filters,.skip{display:none}
details::details-content{content-visibility:visible;block-size:auto}details>*{display:block}
.card,.panel,.plain,dl.finding,figure{break-inside:avoid}.plain>summary::before{content:""}.items.by-rule,.items.by-scenario{display:block}}
)css";

}  // namespace

std::string html_head(std::string_view title, std::string_view style) {
  return fmt::format(
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
      "'unsafe-inline'\">\n<title>{}</title>\n<style>{}{}</style>\n</head>\n<body>\n"
      "<a class=\"skip\" href=\"#main\">Skip to the results</a>\n<header>\n",
      html_text(title), kStyle, style);
}

}  // namespace mailrig::reports
