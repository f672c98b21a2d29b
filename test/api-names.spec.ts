import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './e2e-support.js';

const document = JSON.parse(readFileSync(join(root, 'docs/openapi.json'), 'utf8')) as {
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
