import { isDeepStrictEqual } from 'node:util';
import { type RefusalKind, refusals } from '#domain';
import { addressed, type Operation } from '../http/api.js';
import type { Client, Order, Payload, Reply } from '../http/client.js';
import type { CommandStep, Envelope, QuestionStep, Refused, Step, TimerStep, Values } from './case-file.js';
import { difference, differenceOfEvents, first, type Recorded } from './comparison.js';
import type { Ledger } from './ledger.js';
import type { Names } from './names.js';

/** What the steps of one case share. */
export interface Scene {
  readonly client: Client;
  readonly names: Names;
  readonly ledger: Ledger;
  /** House of a person, for `$own`. */
  readonly houseOf: (person: string) => string | undefined;
  readonly defaults: Values;
  /** First answers by the name of the command id. */
  readonly answers: Map<string, unknown>;
}

interface Answer {
  readonly stream: string;
  readonly revision: number;
  readonly events: readonly Recorded[];
  readonly repeated: boolean;
}

/** Source: refusals of the domain, first paragraph. */
const STATUS: Readonly<Record<RefusalKind, number>> = {
  shape: 400,
  person: 403,
  invisible: 404,
  history: 405,
  state: 409,
  late: 410,
  rule: 422,
};

const statusOf = (code: string): number | undefined =>
  Object.hasOwn(refusals, code) ? STATUS[refusals[code as keyof typeof refusals].kind] : undefined;

const said = ({ status, body }: Reply): string => {
  const { code, params, title } = (typeof body === 'object' && body ? body : {}) as Values;
  const words = code === undefined ? body : { code, params, title };
  return `status ${status} ${JSON.stringify(words)}`;
};

const accepted = (reply: Reply): string | undefined => (reply.status < 300 ? undefined : `refused: ${said(reply)}`);

const refused = ({ refused: code, params = {} }: Refused, reply: Reply, names: Names): string | undefined => {
  const problem = names.toNames(reply.body) as Values;
  if (reply.status < 400) return `expected ${code}, but it was accepted: ${JSON.stringify(problem)}`;
  if (problem['code'] !== code) return `expected ${code}, found ${said({ ...reply, body: problem })}`;
  return first([
    () => difference(statusOf(code), reply.status, 'status'),
    () => difference(params, problem['params'], 'params'),
  ]);
};

const replaced = (value: unknown, own: string | undefined): unknown => {
  if (value === '$own') return own;
  if (Array.isArray(value)) return value.map((item) => replaced(item, own));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaced(item, own)]));
};

const operationOf = ({ client }: Scene, id: string, ...payloads: readonly Values[]): Operation => {
  const operation = addressed(client.operations, id, ...payloads);
  if (operation) return operation;
  throw new Error(`the API has no ${id}`);
};

const payloadOf = (
  scene: Scene,
  { do: type, with: given = {} }: CommandStep,
  person: string,
  own: boolean,
): Payload => {
  const defaults = own ? scene.defaults : {};
  const { fields } = operationOf(scene, type, given, { ...defaults, ...given });
  const added = Object.entries(defaults).filter(([name]) => fields.has(name));
  const payload = replaced({ ...Object.fromEntries(added), ...given }, scene.houseOf(person));
  return scene.names.toIds(payload, fields);
};

const envelopeOf = async ({ client }: Scene, person: string, envelope: Envelope): Promise<Values> => {
  const { evidence: file, channel, receivedAt, onBehalfOf } = envelope;
  const evidence = file === undefined ? undefined : await client.upload(person, file, file);
  const members = Object.entries({ channel, receivedAt, onBehalfOf, evidence });
  return Object.fromEntries(members.filter(([, value]) => value !== undefined));
};

const orderOf = async (scene: Scene, step: CommandStep, person: string, own: boolean): Promise<Order> => {
  const payload = payloadOf(scene, step, person, own);
  const { commandId, expectedRevision, ...rest } = step.envelope ?? {};
  const envelope = await envelopeOf(scene, person, rest);
  const stream = scene.ledger.streamOf(operationOf(scene, step.do, payload), payload);
  return {
    ...{ person, type: step.do, payload },
    ...(Object.keys(envelope).length > 0 ? { envelope } : {}),
    ...(commandId === undefined ? {} : { commandId: scene.names.id('command', commandId) }),
    ...(expectedRevision === undefined
      ? {}
      : { expectedRevision: await scene.ledger.revision(stream, expectedRevision) }),
  };
};

const judged = ({ expect, envelope }: CommandStep, reply: Reply, scene: Scene): string | undefined => {
  if (!expect) return accepted(reply);
  if ('refused' in expect) return refused(expect, reply, scene.names);
  const refusal = accepted(reply);
  if (refusal !== undefined) return refusal;
  const answer = scene.names.toNames(reply.body) as Answer;
  if ('events' in expect) {
    return answer.repeated ? 'nothing was recorded: repeated' : differenceOfEvents(expect.events, answer.events);
  }
  const { repeated, ...again } = answer;
  const before = scene.answers.get(envelope?.commandId ?? '');
  return first([
    () => difference(true, repeated, 'repeated'),
    () => (isDeepStrictEqual(before, again) ? undefined : 'the answer is not that of the first call'),
  ]);
};

const isRecording = ({ expect }: CommandStep): boolean => !expect || 'events' in expect;

/** Sends the command as the person; the first difference to what is expected. */
const command = async (scene: Scene, step: CommandStep, person: string, own: boolean): Promise<string | undefined> => {
  const order = await orderOf(scene, step, person, own);
  const before = await scene.ledger.head();
  const reply = await scene.client.send(order);
  const finding = judged(step, reply, scene);
  if (finding !== undefined) return finding;
  if (!isRecording(step)) {
    return (await scene.ledger.head()) === before ? undefined : 'something was recorded all the same';
  }
  const { repeated: _, ...answer } = scene.names.toNames(reply.body) as Answer;
  scene.ledger.accept(reply.body as Answer);
  const { commandId } = step.envelope ?? {};
  if (commandId !== undefined && !scene.answers.has(commandId)) scene.answers.set(commandId, answer);
  return undefined;
};

const question = async (scene: Scene, step: QuestionStep): Promise<string | undefined> => {
  const { by, ask, with: given = {}, expect } = step;
  const parameters = scene.names.toIds(given, operationOf(scene, ask, given).fields);
  const reply = await scene.client.ask(by, ask, parameters);
  if ('refused' in expect) return refused(expect, reply, scene.names);
  return accepted(reply) ?? difference(expect.answer, scene.names.toNames(reply.body), 'answer');
};

const timers = ({ expect }: TimerStep, events: readonly Recorded[], names: Names): string | undefined =>
  expect && differenceOfEvents(expect.events, names.toNames(events) as readonly Recorded[]);

/**
 * Sets the clock, so that timers fire and reactions and views catch up, and takes the step as one person. Answers with
 * the first difference to what is expected; throws what makes the step impossible, such as an unknown command.
 */
export const take = async (
  scene: Scene,
  step: Step,
  { at, person, own }: { readonly at: string; readonly person: string; readonly own: boolean },
): Promise<string | undefined> => {
  const events = await scene.client.advance(at);
  if ('tick' in step) return timers(step, events, scene.names);
  return 'ask' in step ? question(scene, step) : command(scene, step, person, own);
};
