import { addDays, type Day, startOf } from '#domain';
import type { Client } from '../../http/client.js';
import type { Send } from '../send.js';
import { agreements } from './agreements.js';
import type { Step, Workday } from './course.js';
import { decided } from './decided.js';
import { disputed } from './disputed.js';
import { early } from './early.js';

/** How far the demonstration reaches back, in days: all its offsets lie within. */
const REACH = 125;

export const firstDay = (today: Day): Day => addDays(today, -REACH);

const isWorkday = (day: Day): boolean => ![0, 6].includes(new Date(`${day}T12:00:00Z`).getUTCDay());

/** Counts Monday to Friday; holidays only make deadlines longer. A weekend counts as the Friday before it. */
export const workdayFrom =
  (today: Day): Workday =>
  (offset) => {
    let day = today;
    while (!isWorkday(day)) day = addDays(day, -1);
    for (let left = Math.abs(offset); left > 0;) {
      day = addDays(day, Math.sign(offset));
      if (isWorkday(day)) left -= 1;
    }
    return day;
  };

/** All steps in the order of time; at the same instant as they are written. */
export const demonstrationSteps = (today: Day): readonly Step[] => {
  const on = workdayFrom(today);
  return [...early, ...disputed, ...decided, ...agreements]
    .flatMap((stepsOf) => stepsOf(on))
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
};

/**
 * Plays the matters and agreements of the demonstration up to the beginning of `today`. The clock is at `clock` and never set back: what
 * an interrupted play has recorded already is sent again and answered as repeated.
 */
export const play = async (client: Client, send: Send, today: Day, clock: string): Promise<void> => {
  let now = clock;
  for (const { at, by, do: type, with: payload } of demonstrationSteps(today)) {
    if (at > now) {
      await client.advance(at);
      now = at;
    }
    await send(by, type, payload);
  }
  if (startOf(today) > now) await client.advance(startOf(today));
};
