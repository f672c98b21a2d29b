/** What a program of one word or none was called for. */
export type Called = { readonly help: true } | { readonly wrong: string } | { readonly options: readonly string[] };

const HELP: ReadonlySet<string> = new Set(['-h', '--help']);

/**
 * Reads the words behind the name of a program. Help comes first, and an unknown word starts nothing: who mistypes an
 * option, or asks how it is called, does not mean the work itself.
 */
export function called(words: readonly string[], allowed: readonly string[] = []): Called {
  if (words.some((word) => HELP.has(word))) return { help: true };
  const unknown = words.find((word) => !allowed.includes(word));
  if (unknown === undefined) return { options: words };
  return { wrong: `Unbekanntes Argument / unknown argument: ${unknown} (--help)` };
}

/** Prints help (0) or what is wrong (64), or runs; resolves with the exit code. */
export async function answer(
  asked: Called,
  help: string,
  run: (options: readonly string[]) => Promise<number>,
): Promise<number> {
  if ('options' in asked) return run(asked.options);
  if ('help' in asked) console.log(help);
  else console.error(asked.wrong);
  return 'help' in asked ? 0 : 64;
}
