import { addDays } from '#domain';
import { agreementCourse } from './agreement-course.js';
import type { Step, Workday } from './course.js';

/** In negotiation: one house has consented, one refused. */
const recordsSteps = (on: Workday): readonly Step[] => {
  const records = agreementCourse(
    {
      name: 'nachweisabruf',
      title: 'Gemeinsamer Abruf von Nachweisen aus den Registern',
      ...{ parties: ['BMI', 'BMDS', 'BMF'], lead: ['BMI'] },
      purpose: 'Nachweise werden einmal erhoben und von allen beteiligten Häusern abgerufen.',
      vision: 'Bis 2030 legt niemand dem Bund einen Nachweis vor, den der Bund schon hat.',
      text: 'Die Parteien betreiben gemeinsam einen Dienst für den Abruf von Nachweisen. Jede Partei bindet ihre Register an.',
      shares: { BMI: [4000, 3000], BMDS: [3000, 4000], BMF: [3000, 3000] },
      responsibilities: [
        { item: 'dienst', text: 'Betrieb des Abrufdienstes', accountable: 'BMDS' },
        { item: 'register', text: 'Anbindung der Register', accountable: 'BMI', contributing: ['BMF'] },
      ],
      notice: { months: 6, to: 'YEAR_END' },
    },
    on,
    [-20, 40],
  );
  return [
    ...records.drafted,
    ...records.consented(-16, ['BMI']),
    records.step(-12, '10:00', 'BMF/ST', 'RefuseAgreement', {
      ...{ party: 'BMF', version: 1 },
      reason: 'Für den Anteil des zweiten Jahres fehlt der Haushaltstitel',
    }),
  ];
};

/** In force under a shared lead, with a joint office, measures and a day of review. */
const officeSteps = (on: Workday): readonly Step[] => {
  const office = agreementCourse(
    {
      name: 'geschaeftsstelle',
      title: 'Gemeinsame Geschäftsstelle für Basisdienste',
      ...{ parties: ['BMDS', 'BMI', 'BMAS', 'BMG'], lead: ['BMDS', 'BMI'] },
      purpose: 'Die Parteien betreiben die Basisdienste gemeinsam und teilen die Kosten.',
      vision: 'Ein Satz von Basisdiensten, den jedes Haus nutzt und keines allein betreibt.',
      office: 'Berlin',
      text: 'Die Parteien richten eine gemeinsame Geschäftsstelle ein. Sie betreibt Anmeldung, Postfach und Bezahlung für alle Parteien. Die Federführung liegt beim Digitalministerium und beim Innenministerium gemeinsam.',
      shares: {
        ...{ BMDS: [4000, 3500, 3000], BMI: [3000, 3000, 3000] },
        ...{ BMAS: [2000, 2000, 2000], BMG: [1000, 1500, 2000] },
      },
      responsibilities: [
        { item: 'betrieb', text: 'Betrieb der Geschäftsstelle', accountable: 'BMDS', contributing: ['BMAS', 'BMG'] },
        { item: 'sicherheit', text: 'Sicherheit der Basisdienste', accountable: 'BMI' },
      ],
      notice: { months: 6, to: 'YEAR_END' },
    },
    on,
    [-82, -71],
  );
  return [
    ...office.drafted,
    ...office.consented(-76),
    ...office.entered,
    office.step(-71, '10:00', 'BMDS/AL', 'StaffOffice', {
      posts: [
        { origin: 'BMDS', posts: 4 },
        { origin: 'BMI', posts: 3 },
        { origin: 'BMAS', posts: 1 },
      ],
    }),
    ...[
      { measure: 'postfach', text: 'Postfach für alle Parteien freischalten', owner: 'BMDS', due: on(30) },
      { measure: 'bezahlung', text: 'Bezahldienst an die Kassen anbinden', owner: 'BMAS', due: on(-8) },
    ].map((planned) => office.step(-71, '10:00', 'BMDS/AL', 'PlanMeasure', planned)),
    office.step(-36, '10:00', 'BMDS/REF', 'ReportMeasure', {
      ...{ measure: 'postfach', progress: 60 },
      note: 'Zwei von vier Häusern sind angeschlossen.',
    }),
    office.step(-36, '10:00', 'BMI/AL', 'ReviewAgreement', {
      findings: 'Die Geschäftsstelle arbeitet; die Anbindung der Kassen verzögert sich.',
      nextReviewOn: on(60),
    }),
  ];
};

/** A party has given notice and left: its share is open. */
const transportSteps = (on: Workday): readonly Step[] => {
  const transport = agreementCourse(
    {
      name: 'geodaten',
      title: 'Gemeinsamer Betrieb des Geodatendienstes',
      ...{ parties: ['BMUKN', 'BMV', 'BMLEH'], lead: ['BMUKN'] },
      purpose: 'Geodaten der drei Häuser werden an einer Stelle bereitgestellt.',
      vision: 'Ein Geodatendienst für Umwelt, Verkehr und Landwirtschaft.',
      text: 'Die Parteien betreiben den Geodatendienst gemeinsam. Wer ausscheidet, lässt seinen Anteil offen.',
      shares: { BMUKN: [4000, 4000, 4000], BMV: [3500, 3500, 3500], BMLEH: [2500, 2500, 2500] },
      responsibilities: [
        { item: 'betrieb', text: 'Betrieb des Dienstes', accountable: 'BMUKN' },
        { item: 'daten', text: 'Lieferung der Daten', accountable: 'BMV', contributing: ['BMLEH'] },
      ],
      notice: { months: 1, to: 'ANY' },
    },
    on,
    [-82, -71],
  );
  return [
    ...transport.drafted,
    ...transport.consented(-76),
    ...transport.entered,
    transport.step(-61, '11:30', 'BMLEH/ST', 'GiveNotice', {
      ...{ party: 'BMLEH', kind: 'ORDINARY' },
      // No month is longer.
      effectiveOn: addDays(on(-61), 31),
    }),
  ];
};

/** Agreements in negotiation, in force, and after a party has left. */
export const agreements: readonly ((on: Workday) => readonly Step[])[] = [recordsSteps, officeSteps, transportSteps];
