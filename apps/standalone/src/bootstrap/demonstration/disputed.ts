import { course, type Step, type Workday } from './course.js';
import { proposals } from './proposals.js';

const mobilitySteps = (on: Workday): readonly Step[] => {
  const mobility = course(proposals.mobility, on);
  return [
    ...mobility.drafted(-14),
    ...mobility.opened(-12),
    ...mobility.asked(-12),
    ...mobility.consented(-5, ['BMDS', 'BMUKN', 'BMV']),
    ...mobility.objected(-4, { BMJV: 'Rechtsgrundlage für personenbezogene Bewegungsdaten fehlt' }),
    ...mobility.closed(-2),
    ...mobility.established(-2),
  ];
};

const benefitsSteps = (on: Workday): readonly Step[] => {
  const benefits = course(proposals.benefits, on);
  const between = { form: 'Besprechung', houses: ['BMAS', 'BMF', 'BMG'] };
  return [
    ...benefits.drafted(-36),
    ...benefits.opened(-34),
    ...benefits.asked(-34),
    ...benefits.consented(-29, ['BMAS', 'BMBFSFJ', 'BMDS']),
    ...benefits.objected(-28, {
      BMF: 'Finanzierung des gemeinsamen Betriebs ab 2028 offen',
      BMG: 'Verhältnis zu den Diensten der Krankenkassen ungeklärt',
    }),
    ...benefits.closed(-26),
    ...benefits.established(-26),
    ...benefits.escalated(-24, ['Kosten des Betriebs', 'Abgrenzung zu den Krankenkassen'], {
      BMF: 'Finanzierung aus den Einzelplänen der beteiligten Häuser',
      BMG: 'Krankenkassen bleiben außen vor',
    }),
    ...benefits.attempted(-18, { level: 'DIRECTORATE', ...between }),
    ...benefits.notAgreed(-15, 'DIRECTORATE'),
    ...benefits.levelOpened(-4, 'STATE_SECRETARY'),
  ];
};

const accountSteps = (on: Workday): readonly Step[] => {
  const account = course(proposals.account, on);
  const pair = ['BMDS', 'BMI'];
  return [
    ...account.drafted(-62),
    ...account.opened(-60),
    ...account.asked(-60),
    ...account.consented(-55, ['BMAS', 'BMDS', 'BMG']),
    ...account.objected(-54, { BMI: 'Identitätsdaten gehören nicht in ein Konto außerhalb der Register' }),
    ...account.closed(-52),
    ...account.established(-52),
    ...account.escalated(-50, ['Ort der Identitätsdaten'], { BMI: 'Daten verbleiben in den Registern' }),
    ...account.attempted(-46, { level: 'DIRECTORATE', form: 'Besprechung', houses: pair }),
    ...account.notAgreed(-42, 'DIRECTORATE'),
    ...account.levelOpened(-40, 'STATE_SECRETARY'),
    ...account.attempted(-34, { level: 'STATE_SECRETARY', form: 'Staatssekretärsrunde', houses: pair }),
    ...account.notAgreed(-30, 'STATE_SECRETARY'),
    ...account.levelOpened(-24, 'MINISTER'),
    account.step(-20, '11:00', 'BMDS/REF', 'AmendMatter', {
      text: 'Alle digitalen Leistungen des Bundes verwenden ein einheitliches Konto. Identitätsdaten werden nicht gespeichert, sondern je Vorgang aus den Registern abgerufen.',
      basis: 'ESCALATION',
    }),
    ...account.attempted(-16, { level: 'MINISTER', form: 'Ministergespräch', houses: pair }),
    ...account.notAgreed(-10, 'MINISTER'),
    ...account.exhausted(-3),
  ];
};

/** Matters in dissent: just established, on the ladder, at its end with the window of the final decision running. */
export const disputed: readonly ((on: Workday) => readonly Step[])[] = [mobilitySteps, benefitsSteps, accountSteps];
