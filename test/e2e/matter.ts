import { randomUUID } from 'node:crypto';
import type { Payload } from '../../apps/standalone/src/http/client.js';
import type { Furnished } from './system.js';

/** A matter of the committee with the ids of its first round. */
export interface Course {
  readonly matter: string;
  readonly round: string;
}

/** How far a matter differs from a platform of the digital ministry that BMDS, BMF and BMI agree on. */
export interface Variant {
  readonly lead?: string;
  readonly seats?: readonly string[];
  readonly track?: string;
  readonly with?: Payload;
}

/** Payload of a draft but for what tells it from others. */
export const DRAFT = {
  ...{ title: 'Gemeinsame Plattform', body: 'DA', category: 'DIGITAL_PROJECT', areas: ['IT_PLATFORM'] },
  ...{ bindingness: 'BINDING', text: 'Fassung 1', technicalImpact: 'gering', organisationalImpact: 'gering' },
  classification: 'INTERN',
};

const SEATS = ['BMDS', 'BMF', 'BMI'] as const;

export const drafted = async (system: Furnished, variant: Variant = {}): Promise<Course> => {
  const course = { matter: randomUUID(), round: randomUUID() };
  const { lead = 'BMDS', track = 'COMMITTEE' } = variant;
  await system.record(`${lead}/REF`, 'DraftMatter', { ...DRAFT, track, lead, matter: course.matter, ...variant.with });
  return course;
};

/** Submitted and opened, so that a round may begin. */
export const opened = async (system: Furnished, variant: Variant = {}): Promise<Course> => {
  const { lead = 'BMDS', seats = SEATS } = variant;
  const course = await drafted(system, variant);
  const { matter } = course;
  await system.record(`${lead}/REF`, 'SubmitMatter', { matter });
  await system.record('SEC/A', 'OpenProcedure', { matter, participants: { EINVERNEHMEN: seats } });
  return course;
};

/** A written round runs in which every seat has to answer; it may be closed as soon as all have. */
export const circulated = async (system: Furnished, variant: Variant = {}): Promise<Course> => {
  const course = await opened(system, variant);
  await system.record('SEC/A', 'OpenRound', { ...course, mode: 'WRITTEN', rule: 'unanimous-express@1' });
  return course;
};

export const vote = (course: Course, seat: string, value = 'CONSENT'): Payload => ({
  ...{ ...course, seat, version: 1, value },
  ...(value === 'OBJECTION' ? { reason: 'Die Kosten sind nicht gedeckt' } : {}),
});

/** All have voted, these seats against it, and the round is closed: the result can be established. */
export const closed = async (
  system: Furnished,
  variant: Variant = {},
  against: readonly string[] = [],
): Promise<Course> => {
  const course = await circulated(system, variant);
  for (const seat of variant.seats ?? SEATS) {
    const value = against.includes(seat) ? 'OBJECTION' : 'CONSENT';
    await system.record(`${seat}/REP`, 'CastVote', vote(course, seat, value));
  }
  await system.record('SEC/A', 'CloseRound', { ...course });
  return course;
};

export const agreed = async (system: Furnished, variant: Variant = {}): Promise<Course> => {
  const course = await closed(system, variant);
  await system.record('SEC/A', 'EstablishResult', { ...course });
  return course;
};

/** BMF and BMI have objected, the dissent is established. */
export const disputed = async (system: Furnished, variant: Variant = {}): Promise<Course> => {
  const course = await closed(system, variant, ['BMF', 'BMI']);
  await system.record('SEC/A', 'EstablishResult', { ...course });
  return course;
};

const LEVELS = ['DIRECTORATE', 'STATE_SECRETARY', 'MINISTER'] as const;

const positions = ['BMF', 'BMI'].map((code) => ({ code, text: 'Die Kosten sind zu teilen' }));

/** The ladder is open on its first level. */
export const escalated = async (system: Furnished, variant: Variant = {}): Promise<Course> => {
  const course = await disputed(system, variant);
  const file = { points: ['Kosten'], positions, options: [{ version: 1, text: 'wie Fassung 1' }] };
  await system.record('SEC/A', 'OpenEscalation', { matter: course.matter, ...file });
  return course;
};

/** The level on which the matter stands ends without agreement; the attempt was made on the day given. */
const levelFailed = async (system: Furnished, matter: string, level: string, date: string): Promise<void> => {
  const ranks = SEATS.map((code) => ({ code, rank: level }));
  await system.record('SEC/A', 'RecordAttempt', { matter, level, date, form: 'Besprechung', ranks });
  await system.record('CHAIR', 'CloseLevel', { matter, level, result: 'NOT_AGREED' });
};

/** All levels are closed without agreement, on one day. */
export const exhausted = async (system: Furnished, date: string, variant: Variant = {}): Promise<Course> => {
  const course = await escalated(system, variant);
  const { matter } = course;
  for (const level of LEVELS) {
    if (level !== 'DIRECTORATE') await system.record('SEC/A', 'OpenLevel', { matter, level });
    await levelFailed(system, matter, level, date);
  }
  await system.record('SEC/A', 'EstablishExhaustion', { matter });
  return course;
};

export const finalDecision = (matter: string): Payload => ({
  ...{ matter, version: 1, reasons: 'Die Plattform ist Voraussetzung der Vorhaben 2028' },
  answers: [
    { seat: 'BMF', text: 'Die Kosten werden nach Nutzung geteilt' },
    { seat: 'BMI', text: 'Die Daten verbleiben im Register' },
  ],
  resultResponsibility: { accepted: true, reportDates: ['2027-12-08'] },
});
