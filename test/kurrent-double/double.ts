import features from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import gossip from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import streams from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { Server, ServerCredentials, status } from '@grpc/grpc-js';
import { createFaults, type Faults } from './faults.js';
import { type Gate, openGate } from './gate.js';
import { createModel, type Model } from './model.js';
import type { ReadCall } from './reads.js';
import { featuresService, gossipService, type Node, streamsService } from './service.js';

/**
 * A double of EventStoreDB: it speaks the protocol over real sockets, through the real client's own messages, from
 * memory. It proves our engine against the real client, not against the server.
 */
export interface Double {
  /** Connection string of the node at the front, or of the whole cluster by gossip. */
  readonly url: string;
  /** Of one node alone. */
  urlOf(node: number): string;
  readonly model: Model;
  readonly faults: Faults;
  /** Lets another node lead; the others send callers there. */
  lead(node: number): void;
  /** Breaks every connection. */
  cut(): void;
  /** Ends every subscription without a word; or these and every read with an error, as a server that is too busy does. */
  dropReads(how: 'error' | 'end'): void;
  /** Gone, and back on the same port with the same log. */
  restart(pauseMs?: number): Promise<void>;
  close(): Promise<void>;
}

export interface DoubleOptions {
  readonly nodes?: number;
  /** Certificate and key for TLS on 127.0.0.1; none: insecure. */
  readonly tls?: { readonly cert: Buffer; readonly key: Buffer };
  /** Who is let in; everybody unless told. */
  readonly users?: readonly { readonly name: string; readonly password: string }[];
}

const HOST = '127.0.0.1';

interface Running {
  readonly gate: Gate;
  readonly node: Node;
  server: Server;
}

const serve = async ({ gate, node }: Omit<Running, 'server'>, tls: DoubleOptions['tls']): Promise<Server> => {
  const server = new Server({ 'grpc.max_receive_message_length': 17 * 1_048_576 });
  server.addService(streams.StreamsService, streamsService(node));
  server.addService(features.ServerFeaturesService, featuresService());
  server.addService(gossip.GossipService, gossipService(node));
  const credentials = tls
    ? ServerCredentials.createSsl(null, [{ cert_chain: tls.cert, private_key: tls.key }])
    : ServerCredentials.createInsecure();
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`${HOST}:0`, credentials, (error, bound) => (error ? reject(error) : resolve(bound)));
  });
  gate.leadTo(port);
  return server;
};

const endSubscription = (call: ReadCall): void => {
  if (call.request.getOptions()?.hasSubscription()) call.end();
};

export const startDouble = async (options: DoubleOptions = {}): Promise<Double> => {
  const model = createModel();
  const faults = createFaults();
  const reads = new Set<ReadCall>();
  const gates = await Promise.all(Array.from({ length: options.nodes ?? 1 }, openGate));
  let leading = 0;
  const portOf = (index: number) => gates[index]?.port ?? 0;
  const authorizations = (options.users ?? []).map(
    ({ name, password }) => `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`,
  );
  const running = await Promise.all(
    gates.map(async (gate, index): Promise<Running> => {
      const node: Node = {
        ...{ model, faults, authorizations, reads, cut: gate.cut },
        isLeader: () => index === leading,
        leader: () => ({ host: HOST, port: portOf(leading) }),
        members: () => gates.map(({ port }, other) => ({ host: HOST, port, isLeader: other === leading })),
      };
      return { gate, node, server: await serve({ gate, node }, options.tls) };
    }),
  );
  const hosts = gates.map(({ port }) => `${HOST}:${String(port)}`);
  const [user] = options.users ?? [];
  const login = user ? `${encodeURIComponent(user.name)}:${encodeURIComponent(user.password)}@` : '';
  const urlFor = (host: string) =>
    `esdb://${login}${host}?tls=${String(options.tls !== undefined)}&maxDiscoverAttempts=3`;

  const stop = ({ gate, server }: Running) => {
    gate.leadTo(undefined);
    gate.cut();
    server.forceShutdown();
  };

  return {
    ...{ url: urlFor(hosts.join(',')), model, faults },
    urlOf: (node) => urlFor(hosts[node] ?? ''),
    lead: (node) => {
      leading = node;
    },
    cut: () => {
      for (const { gate } of running) gate.cut();
    },
    dropReads: (how) => {
      for (const call of [...reads]) {
        // A read that ends without a word has been answered in full: no server ends one before.
        if (how === 'end') endSubscription(call);
        else call.emit('error', { code: status.UNKNOWN, details: 'Operation timed out' });
      }
    },
    restart: async (pauseMs = 100) => {
      running.forEach(stop);
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
      for (const each of running) each.server = await serve(each, options.tls);
    },
    close: async () => {
      running.forEach(stop);
      await Promise.all(gates.map((gate) => gate.close()));
    },
  };
};
