/** Served as a file: the pages allow no style of their own. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1a2230; --paper: #ffffff; --soft: #f1f4f8; --line: #8592a3; --link: #0b4f9e; --mark: #7a3b00; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8edf3; --paper: #12171f; --soft: #1c2430; --line: #77869a; --link: #8ec5ff; --mark: #ffc98a; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.55 system-ui, sans-serif; overflow-wrap: anywhere; }
a { color: var(--link); }
a:focus-visible, button:focus-visible, input:focus-visible, select:focus-visible, [tabindex]:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: .5rem; background: var(--paper); padding: .5rem; }
header, main, footer { max-width: 70rem; margin: 0 auto; padding: 1rem; }
header { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: baseline; border-bottom: 1px solid var(--line); }
header p, header nav, header form { margin: 0; }
.name { font-weight: 700; font-size: 1.2rem; }
.who { margin-left: auto; }
button { font: inherit; color: var(--link); background: none; border: 1px solid var(--line); border-radius: .25rem; padding: .1rem .6rem; cursor: pointer; }
.filter { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: end; margin: 1rem 0; }
.filter label { display: flex; flex-direction: column; font-size: .9rem; }
.filter input, .filter select { font: inherit; color: var(--ink); background: var(--paper); border: 1px solid var(--line); border-radius: .25rem; padding: .2rem .4rem; height: 2.1rem; max-width: 16rem; }
.banner { background: var(--soft); border-left: .35rem solid var(--mark); padding: .6rem 1rem; }
h1 { font-size: 1.6rem; line-height: 1.25; }
h2 { font-size: 1.2rem; margin-top: 2rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
caption { max-width: calc(100vw - 2rem); text-align: left; padding: .25rem 0; font-weight: 600; }
th, td { text-align: left; vertical-align: top; padding: .45rem .6rem; border-bottom: 1px solid var(--line); }
th, td { min-width: 4.5rem; overflow-wrap: normal; }
th[scope=row] { min-width: 9rem; overflow-wrap: anywhere; hyphens: auto; }
dl { display: grid; grid-template-columns: minmax(8rem, max-content) 1fr; gap: .25rem 1rem; }
dt { font-weight: 600; }
dd { margin: 0; }
.timeline { list-style: none; padding: 0; border-left: .2rem solid var(--line); }
.timeline > li { padding: 0 0 1rem 1rem; }
.timeline p { margin: 0 0 .15rem; }
.when { font-size: .9rem; }
.change { color: var(--mark); font-weight: 600; }
.text { white-space: pre-wrap; background: var(--soft); padding: .75rem 1rem; }
.short { color: var(--mark); font-weight: 600; }
@media (max-width: 30rem) {
  dl { grid-template-columns: 1fr; }
  dd { margin-bottom: .5rem; }
  .who { margin-left: 0; }
}
`;
