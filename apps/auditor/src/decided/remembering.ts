/** Answers about one state that are kept at most. */
const MAX_ANSWERS = 1_000;

/** Keeps answers about a state: states never change, and the records of some days ask the same again and again. */
export function remembering<S extends object, T>(answer: (state: S, key: string) => T) {
  const known = new WeakMap<S, Map<string, T>>();
  return (state: S, key: string): T => {
    const answers = known.get(state) ?? new Map<string, T>();
    const found = answers.get(key);
    if (found !== undefined) return found;
    if (answers.size >= MAX_ANSWERS) answers.clear();
    const given = answer(state, key);
    known.set(state, answers.set(key, given));
    return given;
  };
}
