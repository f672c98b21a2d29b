import { invalidPayload } from '#edge';
import { code, cursor, day, oneOf, words } from '../parameter.js';
import { html, type Html } from './html.js';
import { type Bilingual, inLanguage } from './language.js';
import { type Frame, linkTo, page } from './layout.js';
import { tableOf } from './timeline.js';

/** One thing that a register can be narrowed by: typed in as words, a code or a day, or chosen. */
export interface Field {
  readonly name: string;
  readonly label: Bilingual;
  readonly type: 'search' | 'text' | 'date' | readonly (readonly [value: string, word: Bilingual])[];
}

interface Column<Row> {
  readonly heading: Bilingual;
  readonly cell: (row: Row, frame: Frame) => Html | string;
}

/** A register as a page. */
export interface RegisterPage<Row> {
  /** Where the page is, and the list that it shows. */
  readonly path: string;
  readonly list: string;
  readonly title: Bilingual;
  readonly caption: Bilingual;
  readonly empty: Bilingual;
  readonly fields: readonly Field[];
  readonly columns: readonly Column<Row>[];
}

const SHAPES = { search: words, text: code, date: day } as const;
const CURSOR = { name: 'cursor', shape: cursor };

const shapeOf = ({ type }: Field) => (typeof type === 'string' ? SHAPES[type] : oneOf(type.map(([value]) => value)));

/** What the address of the page asks for. Throws INVALID_PAYLOAD with the fields that cannot be meant. */
export function filtersIn({ query }: Frame, fields: readonly Field[]): Readonly<Record<string, string>> {
  const read = [...fields.map((field) => ({ name: field.name, shape: shapeOf(field) })), CURSOR].flatMap(
    ({ name, shape }) => {
      const text = query.get(name)?.trim() ?? '';
      return text === '' ? [] : [{ name, value: shape.read(text), problem: `${name} must be ${shape.name}` }];
    },
  );
  const wrong = read.filter(({ value }) => value === undefined);
  if (wrong.length > 0) throw invalidPayload(wrong.map(({ name: field, problem }) => ({ field, problem })));
  return Object.fromEntries(read.map(({ name, value }) => [name, value ?? '']));
}

const input = ({ name, label, type }: Field, { query, language }: Frame): Html => {
  const text = inLanguage(label, language);
  const asked = query.get(name) ?? '';
  if (typeof type === 'string')
    return html`<label>${text} <input type="${type}" name="${name}" value="${asked}" aria-label="${text}" /></label>`;
  const options = type.map(([value, word]) => {
    const words = inLanguage(word, language);
    return value === asked
      ? html`<option value="${value}" selected>${words}</option>`
      : html`<option value="${value}">${words}</option>`;
  });
  return html`<label
    >${text}
    <select name="${name}" aria-label="${text}">
      <option value="">${inLanguage(['alle', 'all'], language)}</option>
      ${options}
    </select></label
  >`;
};

function form<Row>({ path, fields }: RegisterPage<Row>, frame: Frame): Html {
  const lang = frame.query.get('lang');
  return html`<form class="filter" method="get" action="${path}" role="search">
    ${lang !== null && html`<input type="hidden" name="lang" value="${lang}" aria-label="lang" />`}
    ${fields.map((field) => input(field, frame))}
    <button>${inLanguage(['Anzeigen', 'Show'], frame.language)}</button>
  </form>`;
}

function table<Row>({ caption, columns }: RegisterPage<Row>, rows: readonly Row[], frame: Frame): Html {
  const say = (text: Bilingual) => inLanguage(text, frame.language);
  return tableOf(
    say(caption),
    columns.map(({ heading }) => say(heading)),
    rows.map((row) => columns.map(({ cell }) => cell(row, frame))),
  );
}

/** Further rows, and the whole as a file for those who are logged in. */
function ways<Row>({ path, list, fields }: RegisterPage<Row>, next: string | undefined, frame: Frame): Html {
  const say = (...text: Bilingual) => inLanguage(text, frame.language);
  const asked = Object.fromEntries(
    fields.flatMap(({ name }) => {
      const value = frame.query.get(name)?.trim() ?? '';
      return value === '' ? [] : [[name, value]];
    }),
  );
  const file = `${list}?${new URLSearchParams({ ...asked, format: 'csv' }).toString()}`;
  return html`<p>
    ${next !== undefined && html`<a href="${linkTo(frame, path, { ...asked, cursor: next })}">${say('Weitere', 'More')}</a>`}
    ${frame.visitor?.identity && html`<a href="${file}" download>${say('Alles als CSV', 'All as CSV')}</a>`}
  </p>`;
}

/** Fields that cannot be meant, by their labels. */
function complaint<Row>({ fields }: RegisterPage<Row>, names: readonly string[], { language }: Frame): Html {
  const labels = fields.filter(({ name }) => names.includes(name)).map(({ label }) => inLanguage(label, language));
  return html`<p class="banner" role="alert">
    ${inLanguage(['Damit lässt sich nicht suchen', 'This cannot be searched for'], language)}: ${labels.join(', ')}
  </p>`;
}

/** What was found, or the names of the fields that kept the register from being read. */
type Found<Row> = { readonly rows: readonly Row[]; readonly next?: string } | { readonly wrong: readonly string[] };

/** A register above which its form stands; what was typed there stays. */
export function registerPage<Row>(frame: Frame, register: RegisterPage<Row>, found: Found<Row>, opening: Html): string {
  const say = (text: Bilingual) => inLanguage(text, frame.language);
  const isNarrowed = register.fields.some(({ name }) => frame.query.get(name)?.trim());
  const nothing = isNarrowed ? say(['Nichts gefunden.', 'Nothing found.']) : say(register.empty);
  const body =
    'wrong' in found
      ? complaint(register, found.wrong, frame)
      : html`${found.rows.length > 0 ? table(register, found.rows, frame) : html`<p>${nothing}</p>`}${ways(
          register,
          found.next,
          frame,
        )}`;
  return page(frame, say(register.title), html`${opening}${form(register, frame)}${body}`);
}
