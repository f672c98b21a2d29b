/** What a field holds, as far as a client needs to know: whether it is a UUID, and what lists and objects hold. */
export interface Field {
  readonly format?: string;
  readonly items?: Field;
  readonly fields?: ReadonlyMap<string, Field>;
}

/** A command or question as the API document describes it; its payload is spread over path, query and body. */
export interface Operation {
  readonly method: string;
  /** Path template such as `/matters/{matter}/rounds`. */
  readonly path: string;
  readonly inPath: readonly string[];
  readonly hasBody: boolean;
  /** Fields of the payload wherever they travel; the envelope is none of them. */
  readonly fields: ReadonlyMap<string, Field>;
}

interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly format?: string;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
}

interface Described {
  readonly operationId?: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema?: Schema }[];
  readonly requestBody?: { readonly content?: Readonly<Record<string, { readonly schema?: Schema }>> };
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
}

const ENVELOPE = 'envelope';

/** Operations of an OpenAPI 3 document by their ids. */
export const operationsOf = (document: unknown): ReadonlyMap<string, Operation> => {
  const { paths, components } = document as Document;
  const schemas = components?.schemas ?? {};

  const fieldOf = (schema: Schema): Field => {
    const named = schema.$ref?.split('/').at(-1);
    const base = named === undefined ? schema : (schemas[named] ?? {});
    const parts = [base, ...(base.allOf ?? [])];
    if (parts.length > 1) return Object.assign({}, ...parts.slice(1).map(fieldOf)) as Field;
    const { format, items, properties } = base;
    return {
      ...(format === undefined ? {} : { format }),
      ...(items ? { items: fieldOf(items) } : {}),
      ...(properties ? { fields: fieldsOf(properties) } : {}),
    };
  };
  const fieldsOf = (properties: Readonly<Record<string, Schema>>): ReadonlyMap<string, Field> =>
    new Map(Object.entries(properties).map(([name, schema]) => [name, fieldOf(schema)]));

  const operationOf = (method: string, path: string, { parameters = [], requestBody }: Described): Operation => {
    const sent = parameters.filter((parameter) => parameter.in === 'path' || parameter.in === 'query');
    const body = requestBody?.content?.['application/json']?.schema;
    const fields = new Map([
      ...sent.map(({ name, schema = {} }) => [name, fieldOf(schema)] as const),
      ...((body && fieldOf(body).fields) ?? []),
    ]);
    fields.delete(ENVELOPE);
    const inPath = sent.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
    return { method: method.toUpperCase(), path, inPath, hasBody: requestBody !== undefined, fields };
  };

  return new Map(
    Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, described]) =>
        described.operationId === undefined
          ? []
          : [[described.operationId, operationOf(method, path, described)] as const],
      ),
    ),
  );
};

/**
 * The operation of that name that one of the payloads can address, the first payload first. A command or question that
 * several kinds of objects know has an operation for each: `TakeFinalDecision` and `TakeFinalDecision_agreement`.
 */
export const addressed = (
  operations: ReadonlyMap<string, Operation>,
  name: string,
  ...payloads: readonly Readonly<Record<string, unknown>>[]
): Operation | undefined => {
  const named = [...operations].flatMap(([id, operation]) =>
    id === name || id.startsWith(`${name}_`) ? [operation] : [],
  );
  const isAddressed = (payload: object) => (operation: Operation) =>
    operation.inPath.every((field) => field in payload);
  return payloads.map((payload) => named.find(isAddressed(payload))).find((found) => found !== undefined) ?? named[0];
};
