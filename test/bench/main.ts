/** Runs one benchmark by its name: `npm run bench -- append|rebuild|http|queries|receipts|verify|fuzz [options]`. */
const NAMES = ['append', 'rebuild', 'http', 'queries', 'receipts', 'verify', 'fuzz'] as const;

const [name, ...args] = process.argv.slice(2);
const found = NAMES.find((known) => known === name);
if (found) {
  const { run } = (await import(`./${found}.js`)) as { run: (args: string[]) => Promise<void> };
  await run(args);
} else {
  console.error(`Usage: npm run bench -- ${NAMES.join('|')} [options]`);
  process.exitCode = 2;
}
