/** In which phases each command has a place, and what follows from that; `phases` in the order of the catalogue. */
export function places<T extends string, P extends string>(phases: { readonly [K in T]: readonly P[] }) {
  const allowedIn = (phase: P): readonly T[] =>
    (Object.keys(phases) as T[]).filter((type) => phases[type].includes(phase));
  return {
    /** Commands that have a place in the phase. */
    allowedIn,
    /** Parameters of WRONG_STATE. */
    wrongIn: (phase: P) => ({ state: phase, allowed: allowedIn(phase) }),
    /** Timers are not listed: whether they have something to record, they find out themselves. */
    isMisplaced: (type: string, phase: P): boolean => Object.hasOwn(phases, type) && !phases[type as T].includes(phase),
  };
}
