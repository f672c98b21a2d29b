import type { Command, Decider, Event } from '../decider.js';
import type { Calendar } from '../working-days.js';
import { refuse } from '../refusals.js';

/** Payload of the command and of the event, which repeats it. Source: catalogue, section 1. */
export interface CalendarPayloads {
  PublishCalendar: Calendar & { readonly source: string };
}

export type CalendarCommand = Command<'PublishCalendar', CalendarPayloads['PublishCalendar']>;
export type CalendarEvent = Event<'CalendarPublished', CalendarPayloads['PublishCalendar']>;

/** Published versions of the holidays of one place, in the order of publication; a version never changes. */
export type CalendarState = readonly CalendarPayloads['PublishCalendar'][];

export const calendar: Decider<CalendarCommand, CalendarEvent, CalendarState> = {
  initial: [],
  decide: {
    PublishCalendar: ({ data }, state) =>
      calendarVersion(state, data.version)
        ? refuse('ALREADY_EXISTS', { version: data.version })
        : [{ type: 'CalendarPublished', data }],
  },
  evolve: { CalendarPublished: (state, { data }) => [...state, data] },
  erasable: {},
};

/** The version published last; new deadlines are computed with it. */
export const latestCalendar = (state: CalendarState): Calendar | undefined => state.at(-1);

/** The version a running deadline was computed with. */
export const calendarVersion = (state: CalendarState, version: string): Calendar | undefined =>
  state.find((published) => published.version === version);
