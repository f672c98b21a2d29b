import { appendFileSync, existsSync, readFileSync, truncateSync } from 'node:fs';
import { type EventStore, openStore, OutcomeUnknown, StreamNotFound } from '#event-store';
import { eventId, uuidV5 } from '#evidence';

/**
 * A process of its own that can be killed at any moment and begun again, as the services are: `commands` carries out the
 * commands of its streams from wherever they stand, `projection` follows the log and keeps events and place in one file.
 */

/** The id of the event that the command of this turn records. */
export const idOfTurn = (stream: string, turn: number): string =>
  eventId(uuidV5('6ba7b810-9dad-11d1-80b4-00c04fd430c8', `${stream}/${turn}`), 0);

const revisionOf = async (store: EventStore, stream: string): Promise<number> => {
  let revision = -1;
  try {
    for await (const event of store.readStream(stream)) ({ revision } = event);
  } catch (error) {
    if (!(error instanceof StreamNotFound)) throw error;
  }
  return revision;
};

/** Repeats a command until its outcome is known. */
export const recordTurn = async (store: EventStore, stream: string, turn: number): Promise<void> => {
  for (;;) {
    try {
      await store.append(stream, turn - 1, [{ id: idOfTurn(stream, turn), type: 'Noted', record: `{"turn":${turn}}` }]);
      return;
    } catch (error) {
      if (!(error instanceof OutcomeUnknown)) throw error;
    }
  }
};

const carryOut = async (store: EventStore, turns: number, streams: readonly string[]) => {
  await Promise.all(
    streams.map(async (stream) => {
      // The last one again: its answer may have been lost with the process.
      for (let turn = Math.max(0, await revisionOf(store, stream)); turn < turns; turn += 1) {
        await recordTurn(store, stream, turn);
        process.send?.(idOfTurn(stream, turn));
      }
    }),
  );
  process.send?.('done');
};

/** Lines of `place id id ...`; one that has no end was under way when the process was killed. */
const project = async (store: EventStore, file: string) => {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (existsSync(file)) truncateSync(file, whole.length);
  const after = whole.trimEnd().split('\n').at(-1)?.split(' ')[0];
  for await (const batch of store.follow(after === '' ? undefined : after, new AbortController().signal)) {
    const place = batch.at(-1)?.position;
    if (place !== undefined) appendFileSync(file, `${[place, ...batch.map(({ id }) => id)].join(' ')}\n`);
  }
};

const [role, url = '', ...rest] = process.argv.slice(2);
if (role === 'commands') {
  const [turns, ...streams] = rest;
  await carryOut(openStore(url), Number(turns), streams);
}
if (role === 'projection') await project(openStore(url), rest[0] ?? '');
