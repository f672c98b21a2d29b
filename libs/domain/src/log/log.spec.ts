import { command, specification } from '../testing.js';
import { log } from './log.js';

const { given } = specification(log);
const announce = (vkey: string) => command('AnnounceLogKey', { vkey });

describe('the keys of the log', () => {
  it('are announced one after the other', () => {
    const { state } = given().when(announce('log.example+01+AQ'), announce('log.example+02+AQ'));
    expect(state).toEqual(['log.example+01+AQ', 'log.example+02+AQ']);
  });

  it('begin without any in a log that continues another', () => {
    const { state } = given().when(command('ContinueLog', { checkpoint: 'note', carried: true }));
    expect(state).toEqual([]);
  });

  it('are announced once', () => {
    given().when(announce('log.example+01+AQ'), announce('log.example+01+AQ')).refused('ALREADY_EXISTS');
  });
});
