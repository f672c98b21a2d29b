import { uuidV5 } from '#evidence';
import { type Client, failure, type Payload } from '../http/client.js';

/** Any fixed UUID: the ids of everything that a bootstrap records are derived from it. */
const NAMESPACE = '0b7ad6a5-3c0f-5d8e-8a52-7b1f6c1d9e42';

/** Id that is the same at every start. */
export const fixedId = (kind: string, name: string): string => uuidV5(NAMESPACE, `${kind} ${name}`);

/** Sends one command of the catalogue as a person; rejects unless it was recorded, now or before. */
export type Send = (person: string, type: string, payload: Payload, envelope?: Payload) => Promise<unknown>;

/** The command id follows from the content, so that an interrupted bootstrap records each command once when repeated. */
export const sender =
  (client: Client): Send =>
  async (person, type, payload, envelope) => {
    const commandId = fixedId('command', JSON.stringify([person, type, payload, envelope]));
    const reply = await client.send({ person, type, payload, commandId, ...(envelope ? { envelope } : {}) });
    if (reply.status >= 300) throw failure(`${person} ${type}`, reply);
    return reply.body;
  };

/** Steps that must follow each other. */
export const inOrder = async (steps: readonly (() => Promise<unknown>)[]): Promise<void> => {
  for (const step of steps) await step();
};
