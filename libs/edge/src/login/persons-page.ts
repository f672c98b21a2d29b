import type { Identity } from '../identity.js';
import type { Language } from '../problem.js';

const TEXT = {
  de: {
    title: 'Anmeldung (Entwicklung)',
    note: 'Nur für Entwicklung und Vorführung: Es wird kein Passwort verlangt. Als wer möchten Sie handeln?',
    offices: 'Geschäftsstelle, Vorsitz und weitere Stellen',
    parties: 'Bund und Länder',
  },
  en: {
    title: 'Login (development)',
    note: 'For development and demonstration only: no password is asked for. As whom do you want to act?',
    offices: 'Secretariat, chair and other offices',
    parties: 'Federation and Länder',
  },
} as const;

/** A list of persons to choose from, by house. Needs no script and no style sheet. */
export function personsPage(persons: readonly Identity[], language: Language): string {
  const text = TEXT[language];
  const houses = new Map<string, Identity[]>();
  for (const person of persons) {
    const house = person.function === 'LAND' ? text.parties : (person.ministry ?? text.offices);
    houses.set(house, [...(houses.get(house) ?? []), person]);
  }
  const sections = [...houses].map(([house, members]) => section(house, members)).join('\n');
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>${text.title} – Beschlussbuch</title>
</head>
<body>
<main>
<h1>${text.title}</h1>
<p>${text.note}</p>
<form method="post">
${sections}
</form>
</main>
</body>
</html>
`;
}

const section = (house: string, members: readonly Identity[]): string =>
  `<h2>${escaped(house)}</h2>\n<ul>\n${members.map(button).join('\n')}\n</ul>`;

const button = ({ person, name = '' }: Identity): string =>
  `<li><button name="person" value="${escaped(person)}">${escaped(person)}</button> ${escaped(name)}</li>`;

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
