/// The style sheet of all pages. Colours are tokens only.
enum PageStyle {
    static var css: String { DesignTokens.css + "\n" + rules }

    private static let rules = """
        body{font:16px/1.45 Georgia,'Times New Roman',serif;color:var(--ink);background:var(--surface);
        max-width:1120px;margin:0 auto;padding:1em 1.2em 3em;overflow-wrap:break-word}
        h1,h2,h3{font-family:Helvetica,Arial,sans-serif;line-height:1.2;margin:1.6em 0 .5em}
        h1{font-size:1.55em;margin:.2em 0 .3em}h2{font-size:1.3em;border-bottom:1px solid var(--rule);padding-bottom:.2em}
        h3{font-size:1.05em}
        p,li{max-width:46em}.note{color:var(--ink-soft);font-size:.92em}a{color:var(--link)}
        .first{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1.08fr);gap:1.2em 1.6em;align-items:start}
        .first figcaption{margin-bottom:0}
        .answer{border-left:5px solid var(--good);padding:.2em 1em;background:var(--answer);margin:.4em 0;max-width:48em}
        .answer.alarm{border-left-color:var(--alarm);background:var(--weak)}
        .answer p{margin:.5em 0;font-size:1.08em}.answer ul{padding-left:1.1em;margin:.5em 0}.answer li{margin:.3em 0}
        .confirm li{margin:.5em 0}
        .scroll,.drawing{overflow-x:auto;background:
        linear-gradient(to right,var(--surface) 30%,transparent) 0 0/40px 100% local no-repeat,
        linear-gradient(to left,var(--surface) 30%,transparent) 100% 0/40px 100% local no-repeat,
        linear-gradient(to right,var(--shadow),transparent) 0 0/14px 100% scroll no-repeat,
        linear-gradient(to left,var(--shadow),transparent) 100% 0/14px 100% scroll no-repeat}
        .scroll{margin:.6em 0 1.2em}.scroll:focus-visible{outline:2px solid var(--link)}
        .hint{display:none;font:13px Helvetica,Arial,sans-serif;color:var(--ink-soft);margin:.6em 0 -.3em}
        .hint.always{display:block}
        table{border-collapse:separate;border-spacing:0;font:13px/1.35 Helvetica,Arial,sans-serif;
        font-variant-numeric:tabular-nums}
        .w{min-width:22em}
        caption{text-align:left;font-weight:bold;padding:.2em 0 .4em}
        th,td{text-align:right;vertical-align:top;padding:.3em .6em;border-bottom:1px solid var(--rule)}
        td:not(.l){white-space:nowrap}
        th{font-weight:normal}thead th{font-weight:bold;vertical-align:bottom;border-bottom:2px solid var(--rule-strong)}
        thead .g{text-align:center;border-bottom:1px solid var(--rule);color:var(--ink-soft)}
        .l{text-align:left}.n{white-space:nowrap}.b{border-left:1px solid var(--rule)}
        tbody th,thead th:first-child{position:sticky;left:0;background:var(--surface);text-align:left}
        tr.chosen>*{background:var(--chosen);font-weight:bold}tr.member>*{background:var(--member)}
        tr.weak>*{background:var(--weak)}tr.beside th{padding-left:1.6em;font-style:italic}
        .charts{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:1.4em;align-items:start;margin-top:1em}
        figure{margin:0}figcaption{color:var(--ink-soft);font-size:.9em;margin:.3em 0 1em}
        .badge{border:1px solid var(--rule);padding:.5em 1em;max-width:48em}.badge.ok{border-left:6px solid var(--series-1)}
        .badge.unplanned{border-left:6px solid var(--notice)}
        .badge.alarm{border-left:6px solid var(--alarm);background:var(--weak)}
        summary{cursor:pointer;font:bold 1em Helvetica,Arial,sans-serif;margin:.6em 0}
        summary h2,summary h3{display:inline}details{margin:1em 0}
        svg{display:block;width:100%;height:auto;font:12px Helvetica,Arial,sans-serif;color:var(--ink)}
        code,pre{font:13px/1.4 Menlo,Consolas,monospace;overflow-wrap:anywhere}
        pre{white-space:pre-wrap;border:1px solid var(--rule);padding:.8em 1em;max-width:52em;user-select:all}
        @media screen and (max-width:820px){.charts,.first{grid-template-columns:minmax(0,1fr)}.hint.tablet{display:block}}
        @media screen and (max-width:520px){body{padding:.6em .8em 2em}.hint.phone{display:block}h1{font-size:1.3em}
        td.l:not(.n):not(:empty){min-width:11em}td.l.w:not(.n):not(:empty){min-width:46em}.drawing svg{min-width:470px}
        thead th.l{min-width:7em}tbody th,tbody th.n{max-width:9.5em;white-space:normal;overflow-wrap:anywhere}}
        @media print{body{max-width:none;padding:0;font-size:11pt}table{font-size:8pt}th,td{padding:.2em .3em}
        .scroll,.drawing{overflow:visible;background:none}.hint,.hint.always{display:none}tbody th,thead th:first-child{position:static}
        svg,tr,.answer,figure{break-inside:avoid}h2,h3{break-after:avoid}
        *{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
        """
}
