import { addressed, operationsOf } from './api.js';

const uuid = { type: 'string', format: 'uuid' };
const document = {
  paths: {
    '/matters/{matter}/splits': {
      post: {
        operationId: 'SplitMatter',
        parameters: [
          { name: 'matter', in: 'path', schema: uuid },
          { name: 'Idempotency-Key', in: 'header', schema: uuid },
        ],
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/SplitDto' } } } },
      },
      get: { summary: 'without an id' },
    },
    '/matters/{matter}/status': {
      get: {
        operationId: 'status',
        parameters: [
          { name: 'matter', in: 'path', schema: uuid },
          { name: 'asOf', in: 'query' },
        ],
      },
    },
  },
  components: {
    schemas: {
      SplitDto: {
        properties: {
          envelope: { $ref: '#/components/schemas/EnvelopeDto' },
          reason: { type: 'string' },
          parts: { type: 'array', items: { allOf: [{ $ref: '#/components/schemas/PartDto' }] } },
        },
      },
      PartDto: { properties: { matter: uuid } },
      EnvelopeDto: { properties: {} },
    },
  },
};

describe('an operation of the API document', () => {
  const operations = operationsOf(document);

  it('has the fields of path and body as its payload, without headers and envelope', () => {
    const split = operations.get('SplitMatter');
    expect(split).toMatchObject({
      method: 'POST',
      path: '/matters/{matter}/splits',
      inPath: ['matter'],
      hasBody: true,
    });
    expect([...(split?.fields.keys() ?? [])]).toEqual(['matter', 'reason', 'parts']);
  });

  it('shows where UUIDs are, through references and lists', () => {
    expect(operations.get('SplitMatter')?.fields.get('parts')?.items?.fields?.get('matter')).toEqual({
      format: 'uuid',
    });
  });

  it('is found by its id only', () => {
    expect([...operations.keys()]).toEqual(['SplitMatter', 'status']);
    expect([...(operations.get('status')?.fields.keys() ?? [])]).toEqual(['matter', 'asOf']);
    expect(operations.get('status')?.hasBody).toBe(false);
  });

  it('is the one that a payload can address, where several kinds of objects share a name', () => {
    const idOf = (id: string) => ({ name: id, in: 'path', schema: uuid });
    const shared = operationsOf({
      paths: {
        '/matters/{matter}/status': { get: { operationId: 'status', parameters: [idOf('matter')] } },
        '/agreements/{agreement}/status': { get: { operationId: 'status_agreement', parameters: [idOf('agreement')] } },
      },
    });
    const path = (...payloads: object[]) =>
      addressed(shared, 'status', ...(payloads as Record<string, unknown>[]))?.path;
    expect(path({ agreement: 'va1' })).toBe('/agreements/{agreement}/status');
    expect(path({ agreement: 'va1' }, { matter: 'm1', agreement: 'va1' })).toBe('/agreements/{agreement}/status');
    expect(path({}, { agreement: 'va1' })).toBe('/agreements/{agreement}/status');
    expect(path({ matter: 'm1' })).toBe('/matters/{matter}/status');
    expect(path({})).toBe('/matters/{matter}/status');
    expect(addressed(shared, 'tally', {})).toBeUndefined();
  });
});
