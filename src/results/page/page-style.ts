/** The looks of the page, on light and dark screens. Bands have the colours of CMS, which all people can tell apart. */
export const pageStyle = `
:root { color-scheme: light dark; --ink: #1f2933; --muted: #5f6b7a; --line: #d5dbe3; --page: #fff; --card: #f4f6f9;
  --finished: #1f7a45; --failed: #c02626; --running: #1f63b5; --stopped: #975a00; --other: #5f6b7a; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ee; --muted: #9aa5b4; --line: #38424f; --page: #14181f;
  --card: #1e242d; --finished: #5fce8c; --failed: #ff8585; --running: #78b4ff; --stopped: #f0b95a; --other: #9aa5b4; } }
body { margin: 0 auto; max-width: 72rem; padding: 1.5rem; color: var(--ink); background: var(--page);
  font: 15px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif; }
h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.1rem; margin: 2rem 0 0.5rem; }
a { color: var(--running); } .muted { color: var(--muted); } .wide { overflow-x: auto; }
.finished { color: var(--finished); } .failed { color: var(--failed); } .running { color: var(--running); }
.stopped { color: var(--stopped); } .other { color: var(--other); }
.problem { border-left: 4px solid var(--failed); background: var(--card); padding: 0.5rem 1rem; }
table { border-collapse: collapse; } th, td { text-align: left; padding: 0.25rem 0.9rem 0.25rem 0;
  border-bottom: 1px solid var(--line); vertical-align: top; } th { font-weight: 600; } .steps th { white-space: nowrap; }
td.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
pre, code { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: 13px; }
pre { background: var(--card); padding: 0.75rem 1rem; overflow-x: auto; }
.steps { width: 100%; } .track { width: 40%; min-width: 10rem; } .when { position: relative; height: 1.5em; }
.bar { position: absolute; top: 0.4em; height: 0.7em; min-width: 2px; border-radius: 2px; background: currentColor; }
.plots { display: grid; grid-template-columns: repeat(auto-fill, minmax(20rem, 1fr)); gap: 1rem; }
.plots figure { margin: 0; } .plots img { width: 100%; background: #fff; } figcaption { overflow-wrap: anywhere; }
.graph svg { max-width: 100%; height: auto; } .limits { width: 100%; max-width: 44rem; }
.limits text { font-size: 13px; fill: var(--ink); } .limits line, .limits polyline { fill: none; stroke: var(--ink); }
.limits .band2 { fill: #f5bb54; } .limits .band1 { fill: #607641; } .limits .point { fill: var(--ink); }
.limits .expected { stroke: #fff; stroke-width: 2; stroke-dasharray: 6 4; } .limits .observed { stroke-width: 2; }
.limits .threshold { stroke: var(--failed); stroke-dasharray: 3 3; }
@media print { body { max-width: none; } a { color: inherit; } }
`.trim();
