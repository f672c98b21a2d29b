import fc from 'fast-check';
import { csvLine } from './csv.js';

describe('A line of CSV', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+49 30 18', "'+49 30 18"],
    ['-5', "'-5"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\tTab', "'\tTab"],
    ['\rReturn', `"'\rReturn"`],
    ['\nLine', `"'\nLine"`],
    ['  =1+1', "'  =1+1"],
    ['＝1+1', "'＝1+1"],
    ['=HYPERLINK("x","y")', `"'=HYPERLINK(""x"",""y"")"`],
  ])('shows %j as the text it is', (text, expected) => {
    expect(csvLine([text])).toBe(`${expected}\r\n`);
  });

  it('quotes what would break it, and nothing else', () => {
    expect(csvLine(['a,b', 'sagt "ja"', 'zwei\r\nZeilen', 'Straße; 5', ''])).toBe(
      '"a,b","sagt ""ja""","zwei\r\nZeilen",Straße; 5,\r\n',
    );
  });

  it('lists several things in one cell, and leaves numbers alone', () => {
    expect(csvLine([['BMF', 'BMI'], -5, true, undefined, []])).toBe('"BMF, BMI",-5,true,,\r\n');
    expect(csvLine([['=BMF', 'BMI']])).toBe(`"'=BMF, BMI"\r\n`);
  });

  it('holds whatever is put in, and never begins a cell with a formula', () => {
    const cell = fc.oneof(fc.string(), fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '"', ',', ' ='));
    fc.assert(
      fc.property(
        fc.array(
          fc.array(cell).map((parts) => parts.join('')),
          { minLength: 1 },
        ),
        (cells) => {
          const line = csvLine(cells);
          const fields = [...`,${line.slice(0, -2)}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^",\r\n]*))/g)];
          const read = fields.map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '');
          expect(read.map((text) => text.replace(/^'/, ''))).toEqual(cells.map((text) => text.replace(/^'/, '')));
          for (const text of read) expect(text).not.toMatch(/^\s*[=+\-@]/);
        },
      ),
    );
  });
});
