import { readArguments } from './arguments.js';

describe('the command line of the case runner', () => {
  it('takes files and options in any order', () => {
    expect(readArguments(['a.yaml', '--keep', '--port', '3100', 'b.yaml', '--fragments', 'f.yaml'])).toEqual({
      files: ['a.yaml', 'b.yaml'],
      keep: true,
      help: false,
      port: 3100,
      fragments: 'f.yaml',
    });
    expect(readArguments(['-h'])).toMatchObject({ help: true, files: [] });
  });

  it('says what it does not understand', () => {
    expect(() => readArguments([])).toThrow('Name at least one case file.');
    expect(() => readArguments(['--port', 'http', 'a.yaml'])).toThrow('--port must be a number');
    expect(() => readArguments(['--port', '70000', 'a.yaml'])).toThrow('--port must be a number');
    expect(() => readArguments(['--skip', 'a.yaml'])).toThrow('--skip');
    expect(() => readArguments(['a.yaml', '--fragments'])).toThrow('--fragments');
  });
});
