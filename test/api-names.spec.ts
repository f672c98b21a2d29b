import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './e2e-support.js';

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly description?: string;
}

const document = JSON.parse(readFileSync(join(root, 'docs/openapi.json'), 'utf8')) as {
  readonly paths: Readonly<Record<string, { readonly get?: { readonly parameters?: readonly Parameter[] } }>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
};

const classesIn = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => [...readFileSync(join(root, folder, file), 'utf8').matchAll(/^(?:export )?class (\w+)/gm)])
    .map(([, name = '']) => name);

it('no two shapes of the API share a name: the document would show one of them for both', () => {
  const named = ['apps', 'libs/edge'].flatMap(classesIn).filter((name) => name in document.components.schemas);
  expect(named.length).toBeGreaterThan(50);
  expect(named.filter((name, place) => named.indexOf(name) < place)).toEqual([]);
});

it('every parameter of time that a question about one matter or agreement takes says what it means', () => {
  const asked = Object.entries(document.paths)
    .filter(([path]) => /^\/(?:matters\/\{matter\}|agreements\/\{agreement\})/.test(path))
    .flatMap(([path, { get }]) => (get?.parameters ?? []).map((parameter) => ({ path, ...parameter })))
    .filter(({ name }) => ['asOf', 'revision', 'knownOn'].includes(name));
  expect(asked.length).toBeGreaterThan(20);
  expect(asked.filter(({ description }) => !description).map(({ path, name }) => `${path} ${name}`)).toEqual([]);
});
