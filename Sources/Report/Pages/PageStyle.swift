/// The one style of all pages: light and dark, a phone's width and a sheet of A4.
///
/// Contrast is that of WCAG 2.2 AA (criterion 1.4.3: 4.5 for text); nothing is told by colour alone.
enum PageStyle {
    static let rules: StaticString = """
        :root{--paper:#fff;--ink:#1b1b1f;--soft:#55555e;--line:#d8d8de;--card:#f5f6f9;\
        --good:#0b6b34;--bad:#a3210f;--warn:#7a4b00;--info:#1f4fa3}
        @media (prefers-color-scheme:dark){:root{--paper:#17181c;--ink:#ececf1;--soft:#b3b3bf;\
        --line:#3a3b43;--card:#212229;--good:#6fd697;--bad:#ff9a8a;--warn:#f2be6b;--info:#9dbdf9}}
        *{box-sizing:border-box}
        html{background:var(--paper);color:var(--ink);\
        font:1rem/1.5 system-ui,"Segoe UI","DejaVu Sans","Liberation Sans",sans-serif}
        body{max-width:76rem;margin:0 auto;padding:1rem 1.25rem 2rem}
        p{margin:.35rem 0}main>p,main>ul,main>section>p{max-width:52rem}
        header .context,footer,.soft{color:var(--soft);font-size:.875rem}
        h1{font-size:1.5rem;line-height:1.25;margin:.25rem 0;text-wrap:balance}
        h2{font-size:1.125rem;margin:1.75rem 0 .25rem}
        h3,.card h2{font-size:.875rem;font-weight:600;color:var(--soft);margin:0 0 .35rem}
        .card h3{margin-top:.5rem}
        code,.path{font-family:ui-monospace,"DejaVu Sans Mono","Liberation Mono",monospace;\
        font-size:.8125rem;overflow-wrap:anywhere}
        .mark{display:inline-block;font-size:.8125rem;font-weight:600;border:1px solid currentColor;\
        border-radius:.25rem;padding:0 .4rem;white-space:nowrap}
        .good{color:var(--good)}.bad{color:var(--bad)}.warn{color:var(--warn)}.info{color:var(--info)}
        .verdict{border-left:.375rem solid currentColor;padding-left:.9rem;margin:.5rem 0 1rem}
        .verdict>*{color:var(--ink)}.verdict>.soft{color:var(--soft)}
        .answers{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(19rem,100%),1fr));\
        gap:.75rem;margin:0 0 1rem}
        .stack{display:flex;flex-direction:column;gap:.75rem}.stack .card:last-child{flex-grow:1}
        .card{background:var(--card);border:1px solid var(--line);border-radius:.5rem;\
        padding:.75rem .9rem;break-inside:avoid}
        .card ul{margin:.25rem 0 0;padding:0;list-style:none}
        .card li{display:flex;gap:0 .75rem;justify-content:space-between;padding:.1rem 0;flex-wrap:wrap;\
        overflow-wrap:anywhere}
        .card li .when{margin-left:auto;white-space:nowrap;color:var(--soft)}
        .big{font-size:1.125rem;font-weight:600}
        .tally{display:flex;flex-wrap:wrap;gap:.25rem 2.5rem;align-items:baseline}
        .tally .bar{max-width:none}.figure{font-size:1.75rem;line-height:1.2}
        .tiles{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(9.5rem,100%),1fr));\
        gap:.5rem;margin:.5rem 0;padding:0;list-style:none}
        .tiles .card{padding:.4rem .6rem}.tiles p{margin:.1rem 0;overflow-wrap:anywhere}
        .tiles .big{font-size:1rem}
        figure{margin:.75rem 0}.chart{width:100%;max-width:38rem;height:auto;display:block}
        text{fill:var(--soft);font-size:11px}.rule{color:var(--line)}
        table{width:100%;border-collapse:collapse;margin:.5rem 0 0}
        td:empty::before{content:"—";color:var(--soft)}
        th,td{text-align:left;vertical-align:top;padding:.4rem .75rem .4rem 0;\
        border-bottom:1px solid var(--line);font-weight:400;overflow-wrap:break-word}
        thead th{white-space:nowrap}tbody th{min-width:8rem;width:28%;max-width:22rem;\
        overflow-wrap:anywhere}
        .number{text-align:right;font-variant-numeric:tabular-nums;padding-right:1.5rem}
        time{white-space:nowrap}
        thead th{color:var(--soft);font-size:.8125rem;border-bottom-width:2px}
        tbody th{font-weight:600}
        details{margin:.15rem 0 0;font-weight:400;font-size:.875rem}
        summary{cursor:pointer;color:var(--info)}
        summary:focus-visible,input:focus-visible,a:focus-visible{outline:3px solid var(--info);\
        outline-offset:2px}
        ul{margin:.35rem 0;padding-left:1.25rem}details ul{margin:.25rem 0 0}
        fieldset{display:none;border:0;padding:0;margin:1rem 0 0;font-size:.875rem}
        fieldset label{display:inline-flex;gap:.35rem;align-items:center;min-height:1.75rem;\
        margin-right:1rem}
        @supports selector(:has(*)){fieldset{display:block}
        main:has(#only-ecart:checked) section[data-weight]:not([data-weight=ecart]),\
        main:has(#only-information:checked) section[data-weight]:not([data-weight=information]),\
        main:has(#only-indetermine:checked) section[data-weight]:not([data-weight=indetermine])\
        {display:none}}
        footer{border-top:1px solid var(--line);margin-top:2rem;padding-top:.5rem;overflow-wrap:anywhere}
        .bar{width:100%;min-width:6rem;max-width:15rem;height:.75rem;background:var(--card);\
        border:1px solid var(--line)}
        rect{fill:currentColor}
        .fields{display:grid;grid-template-columns:minmax(13rem,max-content) 1fr;\
        gap:.25rem 1.25rem;margin:.5rem 0}
        .fields dt{color:var(--soft)}.fields dd{margin:0;overflow-wrap:anywhere}
        .blank{border-bottom:1px solid var(--soft);min-height:1.75rem}dt:has(+.blank){align-self:end}
        @media (min-width:40.01rem){td:has(.bar){width:36%}}
        @media (max-width:40rem){body{padding:.75rem}
        thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
        table,tbody,tr,th,td{display:block}
        tbody tr{border-bottom:1px solid var(--line);padding:.5rem 0}
        tbody th,td{border:0;padding:.1rem 0;width:auto;max-width:none}
        td.number{display:inline-block;text-align:left;padding-right:1rem}
        td:empty{display:none}
        td:not(:empty)::before{content:attr(data-label) ": ";color:var(--soft);font-size:.8125rem}
        :lang(fr) td:not(:empty)::before{content:attr(data-label) "\\202f: "}
        .fields{grid-template-columns:1fr}.fields dd{margin-bottom:.4rem}
        .facts{grid-template-columns:1fr max-content}.facts dd{margin:0}}
        @media print{@page{size:A4;margin:14mm}
        :root{--paper:#fff;--ink:#000;--soft:#444;--line:#bbb;--card:#fff;\
        --good:#0b6b34;--bad:#a3210f;--warn:#7a4b00;--info:#1f4fa3}
        html{font-size:10pt}body{max-width:none;padding:0}fieldset{display:none!important}
        h2{margin-top:1.1rem}h2,h2+p,thead{break-after:avoid}h2+p{orphans:4}
        .answers{grid-template-columns:repeat(auto-fit,minmax(15rem,1fr))}
        tr,figure{break-inside:avoid}details:not([open]){display:none}.blank{min-height:2.1rem}
        footer{margin-top:1rem}}
        """
}
