import type { Request } from 'express';
import { html, type Html } from './html.js';
import { type Bilingual, inLanguage, type Language } from './language.js';
import type { Visitor } from './visitor.js';

export interface Frame {
  readonly language: Language;
  readonly visitor: Visitor | undefined;
  /** Path and query of this page, for the way back and for the other language. */
  readonly path: string;
  readonly query: URLSearchParams;
}

export function frameOf(request: Request, language: Language, visitor: Visitor | undefined): Frame {
  const { pathname, searchParams } = new URL(request.originalUrl, 'http://page');
  return { language, visitor, path: pathname, query: searchParams };
}

/** The same page with other parameters; the language is kept only where it was chosen. */
export function linkTo({ query }: Frame, path: string, parameters: Readonly<Record<string, string>> = {}): string {
  const chosen = query.get('lang');
  const next = new URLSearchParams({ ...(chosen === null ? {} : { lang: chosen }), ...parameters });
  return next.size === 0 ? path : `${path}?${next.toString()}`;
}

function login({ language, visitor, path }: Frame): Html {
  const say = (de: string, en: string) => inLanguage([de, en], language);
  if (!visitor?.identity) {
    const address = `/auth/login?${new URLSearchParams({ returnTo: path }).toString()}`;
    return html`<p class="who"><a href="${address}">${say('Anmelden', 'Log in')}</a></p>`;
  }
  const { person, name } = visitor.identity;
  return html`<form class="who" method="post" action="/auth/logout">
    ${say('Angemeldet als', 'Logged in as')} <strong>${name ?? person}</strong> (${person})
    <button>${say('Abmelden', 'Log out')}</button>
  </form>`;
}

const REGISTERS: readonly (readonly [path: string, name: Bilingual])[] = [
  ['/', ['Vorlagen', 'Matters']],
  ['/page/decisions', ['Beschlüsse', 'Decisions']],
  ['/page/agreements', ['Vereinbarungen', 'Agreements']],
];

/** A whole page around its main part. */
export function page(frame: Frame, title: string, main: Html): string {
  const { language, visitor, path, query } = frame;
  const say = (de: string, en: string) => inLanguage([de, en], language);
  const other = language === 'de' ? 'en' : 'de';
  const elsewhere = new URLSearchParams({ ...Object.fromEntries(query), lang: other });
  const demonstration =
    visitor &&
    !visitor.identity &&
    html`<p class="banner" role="note">
      ${say(
        'Vorführung: Sie sehen alles wie eine Prüferin und können nichts ändern. Im Betrieb ist eine Anmeldung nötig.',
        'Demonstration: you see everything as an auditor would and cannot change anything. In production a login is needed.',
      )}
    </p>`;
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} – Beschlussbuch</title>
        <link rel="stylesheet" href="/page.css" />
        <link rel="icon" href="data:," />
      </head>
      <body>
        <a class="skip" href="#main">${say('Zum Inhalt', 'Skip to content')}</a>
        <header>
          <p class="name"><a href="${linkTo(frame, '/')}">Beschlussbuch</a></p>
          <nav aria-label="${say('Seiten', 'Pages')}">
            ${visitor && REGISTERS.map(([to, name]) => html`<a href="${linkTo(frame, to)}">${inLanguage(name, language)}</a> · `)}
            <a href="/api">${say('Schnittstelle', 'API')}</a> ·
            <a href="${`${path}?${elsewhere.toString()}`}" lang="${other}" hreflang="${other}"
              >${other === 'en' ? 'English' : 'Deutsch'}</a
            >
          </nav>
          ${login(frame)}
        </header>
        <main id="main" tabindex="-1">${demonstration}${main}</main>
        <footer>
          <p>${say('Zeiten in Europe/Berlin.', 'Times in Europe/Berlin.')}</p>
        </footer>
      </body>
    </html> `.html;
}
