import { addressed, type Operation, operationsOf } from './api.js';

export type Payload = Readonly<Record<string, unknown>>;

/** An answer of the API, whatever its status; `body` is parsed where it is JSON. */
export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/** A command with what travels beside its payload. */
export interface Order {
  readonly person: string;
  readonly type: string;
  readonly payload: Payload;
  readonly envelope?: Payload;
  readonly commandId?: string;
  readonly expectedRevision?: number;
}

/** What names an uploaded file in an envelope. */
export interface Evidence {
  readonly name: string;
  readonly sha256: string;
}

/** A program that speaks the public API as persons of the preset; the system must be in case mode. */
export interface Client {
  readonly operations: ReadonlyMap<string, Operation>;
  send(order: Order): Promise<Reply>;
  ask(person: string, question: string, parameters: Payload): Promise<Reply>;
  upload(person: string, name: string, content: string): Promise<Evidence>;
  /** Sets the clock and waits for timers, reactions and views; answers with what the timers recorded on the way. */
  advance(at: string): Promise<readonly TimerEvent[]>;
}

export interface TimerEvent {
  readonly type: string;
  readonly data: unknown;
}

/** An API answered in a way that the client cannot go on with. */
export const failure = (what: string, { status, body }: Reply): Error => {
  const { code, params, title, errors } = (typeof body === 'object' && body ? body : {}) as Payload;
  const said = [code, title, params, errors].filter((part) => part !== undefined);
  return new Error(`${what}: ${status} ${(said.length > 0 ? said : [body]).map((part) => text(part)).join(' ')}`);
};

const text = (part: unknown): string => (typeof part === 'string' ? part : JSON.stringify(part));

const request = async (url: string, init: RequestInit): Promise<Reply> => {
  const response = await fetch(url, init);
  const body = await response.text();
  try {
    return { status: response.status, body: JSON.parse(body) as unknown };
  } catch {
    return { status: response.status, body };
  }
};

const needed = (operations: ReadonlyMap<string, Operation>, id: string, payload: Payload): Operation => {
  const operation = addressed(operations, id, payload);
  if (operation) return operation;
  throw new Error(`The API has no ${id}`);
};

/** Path with its parameters filled, and what of the payload is left for query or body. */
const placed = (id: string, { path, inPath }: Operation, payload: Payload) => {
  const rest = { ...payload };
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = rest[name];
    if (value === undefined || value === '') throw new Error(`${id} cannot be addressed without ${name}`);
    return encodeURIComponent(text(value));
  });
  for (const name of inPath) Reflect.deleteProperty(rest, name);
  return { filled, rest };
};

const queryOf = (rest: Payload): string => {
  const query = new URLSearchParams(
    Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, text(value)])),
  );
  return query.size === 0 ? '' : `?${query.toString()}`;
};

/** Reads the API document of the system at `url`. */
export const connect = async (url: string): Promise<Client> => {
  const document = await request(`${url}/api-json`, {});
  if (document.status !== 200) throw failure('The API document cannot be read', document);
  const operations = operationsOf(document.body);
  const as = (person: string) => ({ 'X-Case-Actor': person });
  const json = { 'Content-Type': 'application/json' };
  const expected = async (what: string, reply: Promise<Reply>): Promise<unknown> => {
    const answer = await reply;
    if (answer.status >= 300) throw failure(what, answer);
    return answer.body;
  };
  return {
    operations,
    async send({ person, type, payload, envelope, commandId, expectedRevision }) {
      const operation = needed(operations, type, payload);
      const { filled, rest } = placed(type, operation, payload);
      const headers = {
        ...as(person),
        ...(commandId === undefined ? {} : { 'Idempotency-Key': commandId }),
        ...(expectedRevision === undefined ? {} : { 'If-Match': `"${expectedRevision}"` }),
      };
      const body = JSON.stringify(envelope ? { ...rest, envelope } : rest);
      const content = operation.hasBody ? { headers: { ...headers, ...json }, body } : { headers };
      return request(url + filled, { method: operation.method, ...content });
    },
    async ask(person, question, parameters) {
      const { filled, rest } = placed(question, needed(operations, question, parameters), parameters);
      return request(url + filled + queryOf(rest), { headers: as(person) });
    },
    async upload(person, name, content) {
      const headers = {
        ...as(person),
        'Content-Type': 'application/octet-stream',
        'X-File-Name': encodeURIComponent(name),
      };
      const sent = request(`${url}/evidence`, { method: 'POST', headers, body: content });
      return (await expected(`Upload of ${name}`, sent)) as Evidence;
    },
    async advance(at) {
      const init = { method: 'PUT', headers: json, body: JSON.stringify({ at }) };
      const answer = await expected(`Clock to ${at}`, request(`${url}/case/clock`, init));
      return (answer as { readonly events: readonly TimerEvent[] }).events;
    },
  };
};
