import { course, type Step, type Workday } from './course.js';
import { proposals } from './proposals.js';

const healthSteps = (on: Workday): readonly Step[] => {
  const health = course(proposals.health, on);
  return [
    ...health.drafted(-58),
    ...health.opened(-56, { BENEHMEN: ['BMBFSFJ'] }),
    ...health.asked(-56),
    health.step(-53, '10:00', 'BMBFSFJ/REF', 'RecordComment', { code: 'BMBFSFJ', text: 'Keine Einwände.' }),
    ...health.consented(-50, ['BMDS', 'BMG', 'BMI']),
    ...health.established(-38),
    health.step(-36, '10:00', 'SEC/A', 'EnactDecision', {
      ...{ decisionNo: 'DA-01', effectiveFrom: on(-35), validUntil: on(500), reviewOn: on(220) },
      duties: [
        { duty: 'schnittstelle', ministry: 'BMG', text: 'Schnittstelle veröffentlichen', due: on(-5) },
        { duty: 'bericht', ministry: 'BMG', text: 'Bericht über die Umstellung', due: on(60) },
      ],
    }),
    health.step(-34, '11:00', 'SEC/A', 'PublishDecision', { target: 'OPARL' }),
  ];
};

const platformSteps = (on: Workday): readonly Step[] => {
  const platform = course(proposals.platform, on);
  const three = ['BMDS', 'BMF', 'BMI'];
  return [
    ...platform.drafted(-82),
    ...platform.opened(-80),
    ...platform.asked(-80),
    ...platform.consented(-76, ['AA', 'BMAS', 'BMDS', 'BMG', 'BMVg']),
    ...platform.objected(-75, {
      BMF: 'Kostenteilung zu gleichen Teilen benachteiligt Häuser mit wenigen Anträgen',
      BMI: 'Speicherort der Identitätsdaten ungeklärt',
    }),
    ...platform.closed(-73),
    ...platform.established(-73),
    ...platform.escalated(-71, ['Kostenteilung', 'Identitätsdaten'], {
      BMF: 'Teilung nach Nutzung',
      BMI: 'Daten bleiben im Register',
    }),
    ...platform.attempted(-67, { level: 'DIRECTORATE', form: 'Besprechung', houses: three }),
    ...platform.notAgreed(-63, 'DIRECTORATE'),
    ...platform.levelOpened(-61, 'STATE_SECRETARY'),
    ...platform.attempted(-55, { level: 'STATE_SECRETARY', form: 'Staatssekretärsrunde', houses: three }),
    ...platform.notAgreed(-51, 'STATE_SECRETARY'),
    ...platform.levelOpened(-49, 'MINISTER'),
    platform.step(-46, '11:00', 'BMDS/REF', 'AmendMatter', {
      text: 'Die Häuser stellen Anträge ihrer Geschäftsbereiche auf der gemeinsamen Plattform bereit. Die Kosten werden nach Nutzung geteilt; Identitätsdaten verbleiben in den Registern.',
      basis: 'ESCALATION',
    }),
    ...platform.attempted(-42, { level: 'MINISTER', form: 'Ministergespräch', houses: three }),
    ...platform.notAgreed(-37, 'MINISTER'),
    ...platform.exhausted(-33),
    platform.step(-28, '10:00', 'BMDS/ST', 'TakeFinalDecision', {
      version: 2,
      reasons:
        'Die Plattform ist Voraussetzung für die Antragsverfahren des Jahres 2028; eine Einigung war auf keiner Ebene möglich.',
      answers: [
        { seat: 'BMF', text: 'Die Kosten werden nach Nutzung geteilt; die Anteile werden jährlich überprüft.' },
        { seat: 'BMI', text: 'Identitätsdaten verbleiben in den Registern und werden je Vorgang abgerufen.' },
      ],
      resultResponsibility: { accepted: true, reportDates: [on(100), on(230)] },
      decisionNo: 'DA-02',
    }),
  ];
};

/** Decisions in force: by silence, and by final decision against the objections of two ministries. */
export const decided: readonly ((on: Workday) => readonly Step[])[] = [healthSteps, platformSteps];
