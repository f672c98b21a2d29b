import { sha1 } from '#evidence/crypto';
import { fail } from './failure.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Lower-case hex in the 8-4-4-4-12 form, of any version. */
export const isUuid = (value: unknown): value is string => typeof value === 'string' && UUID.test(value);

/** Name-based UUID (RFC 9562 section 5.5). `namespace` is a UUID; in upper case it means the same. */
export function uuidV5(namespace: string, name: string): string {
  const space = namespace.toLowerCase();
  if (!isUuid(space)) fail('MALFORMED', 'namespace');
  const bytes = sha1(Buffer.concat([Buffer.from(space.replaceAll('-', ''), 'hex'), Buffer.from(name)]));
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Id of the event at `index` (from 0) that a command yields: a retried command yields the same ids and is recognised. */
export const eventId = (commandId: string, index: number): string => uuidV5(commandId, String(index));
