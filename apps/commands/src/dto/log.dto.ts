import type { LogKeyPayloads } from '#domain';
import { parseVkey, VerificationFailure } from '#evidence';
import { Required } from '../field.js';
import type { Shape } from '../shape.js';
import { EnvelopedDto } from './envelope.dto.js';

/** A key that could sign a log; whether it is one of this log shows where it signs. */
const isLogKey = (text: string): boolean => {
  try {
    return parseVkey(text).role === 'log';
  } catch (error) {
    if (error instanceof VerificationFailure) return false;
    throw error;
  }
};

type Payload = LogKeyPayloads['AnnounceLogKey'];

const vkey: Shape<string> = {
  name: 'the public key of a log, as log-keys.js prints it',
  schema: { type: 'string', maxLength: 300, pattern: '^[^+]+\\+[0-9a-f]{8}\\+.+$' },
  test: (value): value is string => typeof value === 'string' && value.length <= 300 && isLogKey(value),
};

export class AnnounceLogKeyDto extends EnvelopedDto implements Payload {
  @Required(vkey)
  vkey!: string;
}
