export const quantile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
};

export const median = (values: readonly number[]): number => quantile(values, 0.5);

export const cells = (values: readonly string[]): string => values.map((value) => value.padStart(12)).join('');

/** Value of `--name` among the arguments, a positive integer. */
export const option = (args: readonly string[], name: string, otherwise: number): number => {
  const at = args.indexOf(`--${name}`);
  const value = at < 0 ? otherwise : Number(args[at + 1]);
  if (!Number.isInteger(value) || value <= 0) throw new Error(`--${name} wants a positive integer`);
  return value;
};
