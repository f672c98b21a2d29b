import { course, type Step, type Workday } from './course.js';

/** Matters on the way to a result: a draft, a running round, a reservation, a silence that was not enough. */
export const early = (on: Workday): readonly Step[] => {
  const funding = course(
    {
      name: 'foerderantrag',
      title: 'Ein Antragsdienst für Förderprogramme des Bundes',
      lead: 'BMWE',
      category: 'DIGITAL_PROJECT',
      areas: ['ECONOMY', 'FUNDING'],
      seats: ['BMDS', 'BMF', 'BMWE'],
      text: 'Förderanträge an den Bund werden über einen gemeinsamen Antragsdienst gestellt. Die Häuser binden ihre Programme bis Ende 2028 an; die Bewilligung bleibt bei den Häusern.',
      technicalImpact: 'Anbindung der Fachverfahren über die Schnittstelle des Antragsdienstes',
      organisationalImpact: 'je Haus eine Ansprechstelle für Förderprogramme',
      classification: 'OFFEN',
    },
    on,
  );
  const stack = course(
    {
      name: 'basisdienste',
      title: 'Gemeinsame Basisdienste der Bundesverwaltung',
      lead: 'BMDS',
      category: 'ARCHITECTURE',
      areas: ['IT_PLATFORM', 'IT_STANDARDS'],
      seats: ['AA', 'BMAS', 'BMDS', 'BMF', 'BMG', 'BMI', 'BMV'],
      text: 'Anmeldung, Postfach, Bezahlung und Nachweisabruf werden als gemeinsame Basisdienste bereitgestellt. Neue Vorhaben nutzen sie; Ausnahmen werden begründet und befristet.',
      technicalImpact: 'neue Vorhaben verwenden die Schnittstellen der Basisdienste',
      organisationalImpact: 'gemeinsamer Betrieb, Abstimmung der Weiterentwicklung im Ausschuss',
    },
    on,
  );
  const map = course(
    {
      name: 'lagebild',
      title: 'Ressortübergreifendes Lagebild für Liegenschaften',
      lead: 'BMVg',
      category: 'DIGITAL_PROJECT',
      areas: ['DEFENCE_AREA'],
      seats: ['BMDS', 'BMI', 'BMVg'],
      text: 'Das Lagebild führt Meldungen zu Liegenschaften der beteiligten Häuser zusammen. Zugriff haben nur die beteiligten Häuser.',
      technicalImpact: 'abgeschottetes Netz, eigener Mandant',
      organisationalImpact: 'Lagezentren der drei Häuser melden täglich',
      classification: 'VS_NFD',
    },
    on,
  );
  const register = course(
    {
      name: 'umweltdaten',
      title: 'Standard für den Austausch von Umweltdaten',
      lead: 'BMUKN',
      category: 'STANDARD',
      areas: ['ENVIRONMENT', 'AGRICULTURE'],
      seats: ['BMDS', 'BMLEH', 'BMUKN', 'BMWSB'],
      text: 'Umweltdaten werden zwischen den Häusern nach einem gemeinsamen Datenmodell ausgetauscht. Der Standard gilt für neue Verfahren ab 2028.',
      technicalImpact: 'Umsetzung des Datenmodells in den Fachverfahren',
      organisationalImpact: 'Pflege des Standards durch das Umweltbundesamt',
      classification: 'OFFEN',
    },
    on,
  );
  return [
    ...funding.drafted(-2),
    ...stack.drafted(-9),
    ...stack.opened(-7),
    ...stack.asked(-7),
    ...stack.consented(-4, ['AA', 'BMDS']),
    ...stack.consented(-2, ['BMG']),
    ...map.drafted(-8),
    ...map.opened(-6),
    ...map.asked(-6, 1, 'unanimous-express@1'),
    ...map.consented(-3, ['BMVg']),
    ...map.reserved(-2, 'BMI', 'PRUEFUNG', 'Prüfung der Zugriffsrechte durch den Geheimschutz'),
    ...register.drafted(-38),
    ...register.opened(-36),
    ...register.asked(-36, 1, 'unanimous-express@1'),
    ...register.consented(-30, ['BMDS', 'BMUKN']),
    ...register.established(-18),
  ];
};
