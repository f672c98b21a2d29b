/** What can happen to an append. */
export type Fault =
  /** The connection breaks before the append is done. */
  | 'cut'
  /** The append is done, then the connection breaks before the answer. */
  | 'lost'
  /** The append is done, the answer never comes, the connection stays. */
  | 'swallowed'
  /** The node asked sends the caller to the leader. */
  | 'not-leader'
  /** The append is done, the answer takes its time. */
  | { readonly delayedMs: number };

/** Accidents on demand. */
export interface Faults {
  /** For the next append; several in turn. */
  readonly queue: Fault[];
  /** For each append that the queue says nothing about. */
  choose: () => Fault | undefined;
  /** Appends wait for it before they are done. */
  held: Promise<unknown>;
  /** Counts what happened, to show that a test met what it was written for. */
  readonly happened: Map<string, number>;
}

export const createFaults = (): Faults => ({
  queue: [],
  choose: () => undefined,
  held: Promise.resolve(),
  happened: new Map(),
});

export const nextFault = (faults: Faults): Fault | undefined => {
  const fault = faults.queue.shift() ?? faults.choose();
  const name = typeof fault === 'object' ? 'delayed' : (fault ?? 'none');
  faults.happened.set(name, (faults.happened.get(name) ?? 0) + 1);
  return fault;
};
