import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDay } from '#domain';
import { Ajv2020 } from 'ajv/dist/2020.js';

const FILE = join('presets', 'rulebooks', 'schema.json');

/** Sources and compiled code lie at different depths below the folder of the presets. */
function found(folder: string): string {
  const file = join(folder, FILE);
  if (existsSync(file)) return file;
  if (dirname(folder) === folder) throw new Error(`${FILE} was not found`);
  return found(dirname(folder));
}

const ajv = new Ajv2020({ allErrors: true, strict: false, formats: { date: isDay } });
const schema = JSON.parse(readFileSync(found(dirname(fileURLToPath(import.meta.url))), 'utf8')) as object;
const validate = ajv.compile(schema);

/** How the content of a rule book violates the schema: path and complaint, in English; empty if it does not. */
export const schemaErrors = (content: unknown): readonly string[] =>
  validate(content)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath || '/'} ${message ?? ''}`);
