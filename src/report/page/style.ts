/** The look of every page. Colours have a contrast of at least 4.5 to 1 to what they stand on, in both themes. */
export const style = `
:root { color-scheme: light dark; --ground: #fff; --text: #1f2328; --soft: #59636e; --line: #d1d9e0; --card: #f6f8fa;
  --good: #116329; --warn: #7d4e00; --bad: #a40e26; --held: #bf8700; --bar: #2da44e; --closed: #8c959f; }
@media (prefers-color-scheme: dark) { :root { --ground: #0d1117; --text: #e6edf3; --soft: #9da7b3; --line: #3d444d; --card: #151b23;
  --good: #56d364; --warn: #e3b341; --bad: #ff938a; --held: #d29922; --bar: #3fb950; --closed: #6e7681; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 70rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.35rem; line-height: 1.3; } h2 { font-size: 1.1rem; margin: 0 0 .5rem; } h3 { font-size: 1rem; margin: 1rem 0 .25rem; }
section, article { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: 1rem; margin: 1rem 0; }
.zones { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 25rem), 1fr)); }
.zones > section { margin: 0; }
dl { display: grid; grid-template-columns: fit-content(50%) minmax(0, 1fr); gap: .1rem .75rem; margin: 0 0 .5rem; }
dt { color: var(--soft); overflow-wrap: anywhere; } dd { margin: 0; overflow-wrap: anywhere; }
h1, h2, li, p { overflow-wrap: anywhere; } .zones > section { min-width: 0; } .wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--soft); }
th, td { text-align: right; padding: .1rem .25rem; font-weight: normal; white-space: nowrap; }
th:first-child, td:first-child { text-align: left; }
thead th { color: var(--soft); border-bottom: 1px solid var(--line); }
td.bar { width: 40%; min-width: 3rem; padding: 0 .25rem; }
td.bar span { display: block; height: .8rem; background: var(--bar); border-radius: .15rem; }
tr.held td.bar span { background: var(--held); } .closed td.bar span { background: var(--closed); }
.good, .available { color: var(--good); } .bad, .unavailable, .exhausted { color: var(--bad); }
.warn, .attainable, .unknown, .fragmented, .short { color: var(--warn); }
.state { font-weight: bold; } .note, footer { color: var(--soft); font-size: .875rem; } ul { padding-left: 1.2rem; }
code { font-family: ui-monospace, monospace; font-size: .9em; overflow-wrap: anywhere; }
.time input { width: 100%; accent-color: var(--good); } .time output { font-variant-numeric: tabular-nums; }
svg { width: 100%; height: auto; display: block; } svg .line { fill: none; stroke: var(--bar); stroke-width: 2; }
svg .axis { stroke: var(--line); } svg text { fill: var(--soft); font: 11px system-ui, sans-serif; }
svg .mark { stroke: var(--bad); fill: var(--bad); stroke-width: 1.5; }
.failures { padding-left: 1.6rem; margin: 0; } .failures li { margin: .3rem 0; }
button { font: inherit; font-variant-numeric: tabular-nums; color: var(--text); background: var(--ground); border: 1px solid var(--soft); border-radius: .3rem; padding: .15rem .5rem; min-height: 24px; cursor: pointer; }
svg .cursor { stroke: var(--text); stroke-dasharray: 3 3; }
:focus-visible { outline: 3px solid var(--good); outline-offset: 2px; }
@media (max-width: 30rem) { main { padding: .5rem; } section, article { padding: .6rem; }
  svg text { font-size: 22px; } table { font-size: .8rem; } th, td { padding: .1rem .15rem; } td.bar { min-width: 2rem; } }
`;
