import { setTimeout as sleep } from 'node:timers/promises';
import features from '@eventstore/db-client/generated/serverfeatures_pb.js';
import gossipMessages from '@eventstore/db-client/generated/gossip_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type {
  Metadata,
  sendUnaryData,
  ServerDuplexStream,
  ServerReadableStream,
  ServerUnaryCall,
  UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { type Faults, nextFault } from './faults.js';
import {
  accessDenied,
  appendResponse,
  batchResponse,
  expectedOf,
  nameOf,
  notLeader,
  proposedOf,
  streamDeleted,
  tooLarge,
} from './messages.js';
import { type Expected, MAX_APPEND_SIZE, type Model, type Outcome, type Proposed, sizeOf } from './model.js';
import { type ReadCall, serveRead } from './reads.js';

/** What one node knows of itself and the others. */
export interface Node {
  readonly model: Model;
  readonly faults: Faults;
  /** Breaks the connection to a peer. */
  readonly cut: (peer: string) => void;
  readonly isLeader: () => boolean;
  readonly leader: () => { readonly host: string; readonly port: number };
  readonly members: () => readonly { readonly host: string; readonly port: number; readonly isLeader: boolean }[];
  /** `Basic ...` of those who are let in; everybody for none. */
  readonly authorizations: readonly string[];
  readonly reads: Set<ReadCall>;
}

interface Call {
  readonly metadata: Metadata;
  getPeer(): string;
  emit(event: 'error', error: unknown): boolean;
}

const refusalOf = (node: Node, { metadata }: Call) => {
  const [authorization = ''] = metadata.get('authorization');
  if (node.authorizations.length > 0 && !node.authorizations.includes(authorization.toString())) return accessDenied();
  const wantsLeader = metadata.get('requires-leader').includes('true');
  return wantsLeader && !node.isLeader() ? notLeader(node.leader()) : undefined;
};

interface Append {
  readonly stream: string;
  readonly expected: Expected;
  readonly events: readonly Proposed[];
}

/** Does the append and lets happen to it what shall; resolves with what there is to answer, if anything. */
const perform = async (
  node: Node,
  call: Call,
  { stream, expected, events }: Append,
): Promise<Outcome | 'too-large' | 'not-leader' | undefined> => {
  const fault = nextFault(node.faults);
  if (fault === 'not-leader') return 'not-leader';
  if (fault === 'cut') {
    node.cut(call.getPeer());
    return undefined;
  }
  await node.faults.held;
  const outcome = sizeOf(events) > MAX_APPEND_SIZE ? 'too-large' : node.model.append(stream, expected, events);
  if (fault === 'lost') node.cut(call.getPeer());
  if (typeof fault === 'object') await sleep(fault.delayedMs);
  return fault === 'lost' || fault === 'swallowed' ? undefined : outcome;
};

type AppendCall = ServerReadableStream<streams.AppendReq, streams.AppendResp>;

const append = (node: Node) => (call: AppendCall, answer: sendUnaryData<streams.AppendResp>) => {
  let options: streams.AppendReq.Options | undefined;
  const events: Proposed[] = [];
  call.on('data', (request: streams.AppendReq) => {
    options ??= request.getOptions();
    const message = request.getProposedMessage();
    if (message) events.push(proposedOf(message));
  });
  call.on('error', () => undefined);
  const answered = () => {
    // A call that was cut in its midst ends as well: of what came only in part the server writes nothing.
    if (call.cancelled) return;
    const refused = refusalOf(node, call);
    if (refused) {
      answer(refused);
      return;
    }
    const stream = nameOf(options);
    const expected = expectedOf(options, options?.getRevision());
    void perform(node, call, { stream, expected, events }).then((outcome) => {
      if (outcome === undefined) return;
      if (outcome === 'too-large') answer(tooLarge());
      else if (outcome === 'not-leader') answer(notLeader(node.leader()));
      else if (outcome.kind === 'deleted') answer(streamDeleted(stream));
      else answer(null, appendResponse(outcome));
    });
  };
  call.on('end', () => setImmediate(answered));
};

type BatchCall = ServerDuplexStream<streams.BatchAppendReq, streams.BatchAppendResp>;

const batchAppend = (node: Node) => (call: BatchCall) => {
  const pending = new Map<string, { options: streams.BatchAppendReq.Options | undefined; events: Proposed[] }>();
  // One after another, as they came: so does the server.
  let last: Promise<unknown> = Promise.resolve();
  call.on('error', () => undefined);
  call.on('end', () => void last.then(() => call.end()));
  call.on('data', (request: streams.BatchAppendReq) => {
    const refused = refusalOf(node, call);
    if (refused) {
      call.emit('error', refused);
      return;
    }
    const correlation = request.getCorrelationId();
    const key = correlation?.getString() ?? '';
    const batch = pending.get(key) ?? { options: request.getOptions(), events: [] };
    pending.set(key, batch);
    batch.events.push(...request.getProposedMessagesList().map(proposedOf));
    if (!request.getIsFinal()) return;
    pending.delete(key);
    const stream = nameOf(batch.options);
    const expected = expectedOf(batch.options, batch.options?.getStreamPosition());
    last = last.then(async () => {
      const outcome = await perform(node, call, { stream, expected, events: batch.events });
      if (outcome === 'not-leader') call.emit('error', notLeader(node.leader()));
      else if (outcome !== undefined && !call.cancelled) call.write(batchResponse(outcome, stream, correlation));
    });
  });
};

const remove =
  <Q extends streams.DeleteReq | streams.TombstoneReq, R extends streams.DeleteResp | streams.TombstoneResp>(
    node: Node,
    work: (stream: string) => number,
    createResponse: () => R,
  ) =>
  (call: ServerUnaryCall<Q, R>, answer: sendUnaryData<R>) => {
    const refused = refusalOf(node, call);
    if (refused) answer(refused);
    else {
      work(nameOf(call.request.getOptions()));
      answer(null, createResponse());
    }
  };

const read = (node: Node) => (call: ReadCall) => {
  const refused = refusalOf(node, call);
  if (refused) {
    call.emit('error', refused);
    return;
  }
  node.reads.add(call);
  void serveRead(call, node.model).finally(() => node.reads.delete(call));
};

export const streamsService = (node: Node): UntypedServiceImplementation => ({
  read: read(node),
  append: append(node),
  batchAppend: batchAppend(node),
  delete: remove(node, node.model.remove, () => new streams.DeleteResp()),
  tombstone: remove(node, node.model.tombstone, () => new streams.TombstoneResp()),
});

export const featuresService = (): UntypedServiceImplementation => ({
  getSupportedMethods: (_call: unknown, answer: sendUnaryData<features.SupportedMethods>) => {
    const method = new features.SupportedMethod();
    method.setServiceName('event_store.client.streams.streams');
    method.setMethodName('batchappend');
    const methods = new features.SupportedMethods();
    methods.setEventStoreServerVersion('24.6.0.0-double');
    methods.setMethodsList([method]);
    answer(null, methods);
  },
});

export const gossipService = (node: Node): UntypedServiceImplementation => ({
  read: (_call: unknown, answer: sendUnaryData<gossipMessages.ClusterInfo>) => {
    const { LEADER, FOLLOWER } = gossipMessages.MemberInfo.VNodeState;
    const members = node.members().map(({ host, port, isLeader }) => {
      const id = new shared.UUID();
      id.setString(crypto.randomUUID());
      const endPoint = new gossipMessages.EndPoint();
      endPoint.setAddress(host);
      endPoint.setPort(port);
      const member = new gossipMessages.MemberInfo();
      member.setInstanceId(id);
      member.setIsAlive(true);
      member.setState(isLeader ? LEADER : FOLLOWER);
      member.setHttpEndPoint(endPoint);
      return member;
    });
    const info = new gossipMessages.ClusterInfo();
    info.setMembersList(members);
    answer(null, info);
  },
});
