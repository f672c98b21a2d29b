import { once } from 'node:events';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { ServerWritableStream } from '@grpc/grpc-js';
import {
  caughtUp,
  checkpoint,
  confirmation,
  eventResponse,
  nameOf,
  streamDeleted,
  streamNotFound,
} from './messages.js';
import type { Model, Recorded } from './model.js';

export type ReadCall = ServerWritableStream<streams.ReadReq, streams.ReadResp>;

const { ReadDirection } = streams.ReadReq.Options;

const send = async (call: ReadCall, response: streams.ReadResp) => {
  if (!call.cancelled && !call.write(response)) {
    await Promise.race([once(call, 'drain'), once(call, 'cancelled')]).catch(() => undefined);
  }
};

const matches = (value: string, expression: streams.ReadReq.Options.FilterOptions.Expression) =>
  expression.getRegex() === ''
    ? expression.getPrefixList().some((prefix) => value.startsWith(prefix))
    : new RegExp(expression.getRegex()).test(value);

const passes = (filter: streams.ReadReq.Options.FilterOptions | undefined, event: Recorded): boolean => {
  const [byStream, byType] = [filter?.getStreamIdentifier(), filter?.getEventType()];
  return (!byStream || matches(event.stream, byStream)) && (!byType || matches(event.type, byType));
};

const readStream = async (call: ReadCall, model: Model, options: streams.ReadReq.Options) => {
  const asked = options.getStream();
  const name = nameOf(asked);
  const found = model.read(name);
  if (found === 'deleted') {
    call.emit('error', streamDeleted(name));
    return;
  }
  if (found === 'missing') await send(call, streamNotFound(name));
  else {
    const isBack = options.getReadDirection() === ReadDirection.BACKWARDS;
    const from = asked?.hasRevision() ? Number(asked.getRevision()) : isBack ? Number.MAX_SAFE_INTEGER : 0;
    const inOrder = isBack ? found.toReversed() : found;
    const asWanted = inOrder.filter(({ revision }) => (isBack ? revision <= from : revision >= from));
    for (const event of asWanted.slice(0, Number(options.getCount()))) await send(call, eventResponse(event));
  }
  call.end();
};

const positionOf = (options: streams.ReadReq.Options): number | undefined => {
  const position = options.getAll()?.getPosition();
  return position && Number(position.getCommitPosition());
};

/** Forwards from the position itself on; backwards from what lies before it. */
const readAll = async (call: ReadCall, model: Model, options: streams.ReadReq.Options) => {
  const from = positionOf(options);
  const isBack = options.getReadDirection() === ReadDirection.BACKWARDS;
  const events = isBack
    ? model.all.toReversed().filter(({ position }) => from === undefined || position < from)
    : model.all.filter(({ position }) => from === undefined || position >= from);
  const wanted = events.filter((event) => passes(options.getFilter(), event)).slice(0, Number(options.getCount()));
  for (const event of wanted) await send(call, eventResponse(event));
  call.end();
};

/** Index of the first event after a position; the log is long, and subscriptions are many. */
const after = (all: readonly Recorded[], position: number): number => {
  let [low, high] = [0, all.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((all[middle]?.position ?? 0) <= position) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** After the position; a checkpoint after each window that was looked at, whether anything matched or not. */
const subscribe = async (call: ReadCall, model: Model, options: streams.ReadReq.Options) => {
  const filter = options.getFilter();
  const window = (filter?.getMax() || 32) * (filter?.getCheckpointintervalmultiplier() || 1);
  const from = positionOf(options);
  let next = options.getAll()?.hasEnd() ? model.all.length : from === undefined ? 0 : after(model.all, from);
  let seen = 0;
  await send(call, confirmation());
  while (!call.cancelled) {
    for (const event of model.all.slice(next)) {
      next += 1;
      if (passes(filter, event)) await send(call, eventResponse(event));
      seen += 1;
      if (filter && seen % window === 0) await send(call, checkpoint(event.position));
    }
    await send(call, caughtUp());
    const last = model.all.at(-1);
    if (filter && last && seen > 0) await send(call, checkpoint(last.position));
    if (next < model.all.length) continue;
    await new Promise<void>((resolve) => {
      const wake = () => {
        model.listeners.delete(wake);
        call.removeListener('cancelled', wake);
        resolve();
      };
      model.listeners.add(wake);
      call.on('cancelled', wake);
    });
  }
};

export const serveRead = async (call: ReadCall, model: Model): Promise<void> => {
  const options = call.request.getOptions() ?? new streams.ReadReq.Options();
  if (options.hasSubscription()) await subscribe(call, model, options);
  else if (options.hasStream()) await readStream(call, model, options);
  else await readAll(call, model, options);
};
