interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly type?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly items?: Schema;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
}

interface Described {
  readonly operationId?: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema?: Schema }[];
  readonly requestBody?: { readonly content?: Readonly<Record<string, { readonly schema?: Schema }>> };
}

/** What of an OpenAPI document samples are made from. */
export interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

const FORMATS: Readonly<Record<string, string>> = {
  uuid: '11111111-2222-4333-8444-555555555555',
  date: '2027-01-15',
  'date-time': '2026-12-01T08:00:00.000Z',
};

/** A well-formed payload for every command of the document: what is required and nothing else; `known` by field name. */
export const samples = (
  { paths, components: { schemas } }: Document,
  known: Readonly<Record<string, unknown>>,
): ReadonlyMap<string, Readonly<Record<string, unknown>>> => {
  const text = ({ enum: values, format = '', pattern }: Schema): string =>
    values?.[0] ?? FORMATS[format] ?? (pattern?.startsWith('^P') ? 'P14D' : 'BMDS');

  const sample = (schema: Schema, name: string): unknown => {
    // A version is a text of a rule book and a number of a matter.
    if (Object.hasOwn(known, name) && schema.type === typeof known[name]) return known[name];
    const referred = schema.$ref ?? schema.allOf?.[0]?.$ref;
    if (referred !== undefined) return sample(schemas[referred.split('/').at(-1) ?? ''] ?? {}, '');
    if (schema.type === 'array') return [sample(schema.items ?? {}, '')];
    if (schema.type === 'integer') return 1;
    if (schema.type === 'boolean') return true;
    if (schema.type === 'object') return membersOf(schema);
    return text(schema);
  };
  const membersOf = ({ required = [], properties = {} }: Schema) =>
    Object.fromEntries(required.map((name) => [name, sample(properties[name] ?? {}, name)]));

  const payloadOf = ({ parameters = [], requestBody }: Described) => {
    const path = parameters.filter((parameter) => parameter.in === 'path');
    const body = requestBody?.content?.['application/json']?.schema;
    return {
      ...Object.fromEntries(path.map(({ name, schema }) => [name, sample(schema ?? {}, name)])),
      ...(body ? (sample(body, '') as object) : {}),
    };
  };

  return new Map(
    Object.values(paths).flatMap(({ post }) =>
      post && /^[A-Z]/.test(post.operationId ?? '') && !post.operationId?.includes('_')
        ? [[post.operationId ?? '', payloadOf(post)] as const]
        : [],
    ),
  );
};
