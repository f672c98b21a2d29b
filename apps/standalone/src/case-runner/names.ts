import { uuidV5 } from '#evidence';
import type { Field } from '../http/api.js';

/** Any fixed UUID; every case is a system of its own, so names need not differ between cases. */
const NAMESPACE = '7c1d3f90-5a64-5b0e-b1d7-2f9a3b8c4e11';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Fields that hold the id of something that another field name stands for. */
const KIND_OF: Readonly<Record<string, string>> = {
  splitFrom: 'matter',
  by: 'matter',
  basis: 'matter',
  linkedTo: 'spending',
  targets: 'target',
};

/** Readable names of a case and the UUIDs that stand for them. */
export interface Names {
  /** The UUID for a name of a kind; always the same. A text that is a UUID stays. */
  readonly id: (kind: string, name: string) => string;
  /** A payload with the UUIDs for all names in fields that are UUIDs. */
  readonly toIds: (payload: unknown, fields: ReadonlyMap<string, Field>) => Readonly<Record<string, unknown>>;
  /** An answer with the names for all UUIDs that were given. */
  readonly toNames: (answer: unknown) => unknown;
}

export const names = (): Names => {
  const given = new Map<string, string>();

  const id = (kind: string, name: string): string => {
    if (UUID.test(name)) return name;
    const uuid = uuidV5(NAMESPACE, `${kind} ${name}`);
    given.set(uuid, name);
    return uuid;
  };

  const mapped = (value: unknown, field: Field | undefined, name: string): unknown => {
    if (!field) return value;
    if (Array.isArray(value)) return value.map((item) => mapped(item, field.items, name));
    if (typeof value === 'string') return field.format === 'uuid' ? id(KIND_OF[name] ?? name, value) : value;
    if (typeof value !== 'object' || value === null || !field.fields) return value;
    return toIds(value, field.fields);
  };

  const toIds = (payload: unknown, fields: ReadonlyMap<string, Field>) =>
    Object.fromEntries(
      Object.entries(payload as object).map(([name, value]) => [name, mapped(value, fields.get(name), name)]),
    );

  const toNames = (answer: unknown): unknown => {
    if (typeof answer === 'string') return given.get(answer) ?? answer;
    if (Array.isArray(answer)) return answer.map(toNames);
    if (typeof answer !== 'object' || answer === null) return answer;
    return Object.fromEntries(Object.entries(answer).map(([key, value]) => [given.get(key) ?? key, toNames(value)]));
  };

  return { id, toIds, toNames };
};
