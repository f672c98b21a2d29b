#!/usr/bin/env node
// The auditor and the witness run without a database driver, on machines that have none: so each is loaded only when
// asked for.
const programs: Readonly<Record<string, () => Promise<unknown>>> = {
  export: () => import('./export-main.js'),
  move: () => import('../../mover/src/main.js'),
  witness: () => import('../../witness/src/main.js'),
};
const [, , name = ''] = process.argv;
await (Object.hasOwn(programs, name) ? programs[name]?.() : import('../../auditor/src/main.js'));
// The help of the auditor is also that of a program which has nothing else.
if (name === '--help' || name === '-h')
  for (const other of Object.keys(programs)) console.log(`beschlussbuch ${other} --help`);
