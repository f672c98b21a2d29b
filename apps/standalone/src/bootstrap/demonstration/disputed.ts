import { course, type Step, type Workday } from './course.js';

/** Matters in dissent: just established, on the ladder, at its end with the window of the final decision running. */
export const disputed = (on: Workday): readonly Step[] => {
  const mobility = course(
    {
      name: 'mobilitaetsdaten',
      title: 'Verpflichtende Bereitstellung von Mobilitätsdaten',
      lead: 'BMV',
      category: 'STANDARD',
      areas: ['TRANSPORT'],
      seats: ['BMDS', 'BMJV', 'BMUKN', 'BMV'],
      text: 'Die nachgeordneten Behörden stellen Mobilitätsdaten fortlaufend und maschinenlesbar bereit.',
      technicalImpact: 'Anschluss an den Datenraum Mobilität',
      organisationalImpact: 'Datenverantwortliche in jeder Behörde',
    },
    on,
  );
  const permit = course(
    {
      name: 'sozialleistungen',
      title: 'Ein Zugang zu Sozialleistungen',
      lead: 'BMAS',
      category: 'DIGITAL_PROJECT',
      areas: ['SOCIAL_AFFAIRS', 'HEALTH', 'FAMILY'],
      seats: ['BMAS', 'BMBFSFJ', 'BMDS', 'BMF', 'BMG'],
      text: 'Sozialleistungen des Bundes werden über einen gemeinsamen Zugang beantragt. Die Daten werden nur einmal erhoben.',
      technicalImpact: 'Abruf von Nachweisen aus den Registern der Träger',
      organisationalImpact: 'gemeinsame Redaktion für Anträge und Hilfetexte',
    },
    on,
  );
  const identity = course(
    {
      name: 'bundeskonto',
      title: 'Einheitliches Konto für Bürgerinnen und Bürger',
      lead: 'BMDS',
      category: 'DIGITAL_PROJECT',
      areas: ['IT_PLATFORM', 'IDENTITY'],
      seats: ['BMAS', 'BMDS', 'BMG', 'BMI'],
      text: 'Alle digitalen Leistungen des Bundes verwenden ein einheitliches Konto.',
      technicalImpact: 'Ablösung der bestehenden Konten bis 2029',
      organisationalImpact: 'Nutzerunterstützung an einer Stelle',
    },
    on,
  );
  const between = { form: 'Besprechung', houses: ['BMAS', 'BMF', 'BMG'] };
  const pair = ['BMDS', 'BMI'];
  return [
    ...mobility.drafted(-14),
    ...mobility.opened(-12),
    ...mobility.asked(-12),
    ...mobility.consented(-5, ['BMDS', 'BMUKN', 'BMV']),
    ...mobility.objected(-4, { BMJV: 'Rechtsgrundlage für personenbezogene Bewegungsdaten fehlt' }),
    ...mobility.closed(-2),
    ...mobility.established(-2),

    ...permit.drafted(-36),
    ...permit.opened(-34),
    ...permit.asked(-34),
    ...permit.consented(-29, ['BMAS', 'BMBFSFJ', 'BMDS']),
    ...permit.objected(-28, {
      BMF: 'Finanzierung des gemeinsamen Betriebs ab 2028 offen',
      BMG: 'Verhältnis zu den Diensten der Krankenkassen ungeklärt',
    }),
    ...permit.closed(-26),
    ...permit.established(-26),
    ...permit.escalated(-24, ['Kosten des Betriebs', 'Abgrenzung zu den Krankenkassen'], {
      BMF: 'Finanzierung aus den Einzelplänen der beteiligten Häuser',
      BMG: 'Krankenkassen bleiben außen vor',
    }),
    ...permit.attempted(-18, { level: 'DIRECTORATE', ...between }),
    ...permit.notAgreed(-15, 'DIRECTORATE'),
    ...permit.levelOpened(-4, 'STATE_SECRETARY'),

    ...identity.drafted(-62),
    ...identity.opened(-60),
    ...identity.asked(-60),
    ...identity.consented(-55, ['BMAS', 'BMDS', 'BMG']),
    ...identity.objected(-54, { BMI: 'Identitätsdaten gehören nicht in ein Konto außerhalb der Register' }),
    ...identity.closed(-52),
    ...identity.established(-52),
    ...identity.escalated(-50, ['Ort der Identitätsdaten'], { BMI: 'Daten verbleiben in den Registern' }),
    ...identity.attempted(-46, { level: 'DIRECTORATE', form: 'Besprechung', houses: pair }),
    ...identity.notAgreed(-42, 'DIRECTORATE'),
    ...identity.levelOpened(-40, 'STATE_SECRETARY'),
    ...identity.attempted(-34, { level: 'STATE_SECRETARY', form: 'Staatssekretärsrunde', houses: pair }),
    ...identity.notAgreed(-30, 'STATE_SECRETARY'),
    ...identity.levelOpened(-24, 'MINISTER'),
    identity.step(-20, '11:00', 'BMDS/REF', 'AmendMatter', {
      text: 'Alle digitalen Leistungen des Bundes verwenden ein einheitliches Konto. Identitätsdaten werden nicht gespeichert, sondern je Vorgang aus den Registern abgerufen.',
      basis: 'ESCALATION',
    }),
    ...identity.attempted(-16, { level: 'MINISTER', form: 'Ministergespräch', houses: pair }),
    ...identity.notAgreed(-10, 'MINISTER'),
    ...identity.exhausted(-3),
  ];
};
