import { course, type Step, type Workday } from './course.js';
import { proposals } from './proposals.js';

const fundingSteps = (on: Workday): readonly Step[] => {
  const funding = course(proposals.funding, on);
  return [...funding.drafted(-2)];
};

const basicsSteps = (on: Workday): readonly Step[] => {
  const basics = course(proposals.basics, on);
  return [
    ...basics.drafted(-9),
    ...basics.opened(-7),
    ...basics.asked(-7),
    ...basics.consented(-4, ['AA', 'BMDS']),
    ...basics.consented(-2, ['BMG']),
  ];
};

const sitesSteps = (on: Workday): readonly Step[] => {
  const sites = course(proposals.sites, on);
  return [
    ...sites.drafted(-8),
    ...sites.opened(-6),
    ...sites.asked(-6, 1, 'unanimous-express@1'),
    ...sites.consented(-3, ['BMVg']),
    ...sites.reserved(-2, 'BMI', 'PRUEFUNG', 'Prüfung der Zugriffsrechte durch den Geheimschutz'),
  ];
};

const environmentSteps = (on: Workday): readonly Step[] => {
  const environment = course(proposals.environment, on);
  return [
    ...environment.drafted(-38),
    ...environment.opened(-36),
    ...environment.asked(-36, 1, 'unanimous-express@1'),
    ...environment.consented(-30, ['BMDS', 'BMUKN']),
    ...environment.established(-18),
  ];
};

/** Matters on the way to a result: a draft, running rounds (one of them classified, with a reservation), a silence that was not enough. */
export const early: readonly ((on: Workday) => readonly Step[])[] = [
  fundingSteps,
  basicsSteps,
  sitesSteps,
  environmentSteps,
];
