import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dayOf } from '#domain';
import { type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { freshUrls } from './e2e/database.js';
import { focused, lowContrasts, nameless, width } from './e2e/in-page.js';
import { agreed, circulated, disputed, drafted, exhausted, finalDecision } from './e2e/matter.js';
import { furnish, type Furnished, furnishedOn } from './e2e/system.js';
import { sharedServer } from './postgres-server.js';

const HOSTILE = `<script>alert(1)</script><img src=x onerror="alert(2)">'"&amp; \${1}`;
const PLAIN = 'Gemeinsame Plattform für Anträge der Bürgerinnen und Bürger an alle Häuser des Bundes';
const AGREEMENT = {
  ...{ agreement: randomUUID(), title: HOSTILE, purpose: HOSTILE, text: HOSTILE, continuation: true },
  ...{ parties: ['BMDS', 'BMF'], lead: { mode: 'SOLE', ministries: ['BMDS'] } },
  ...{ term: { from: '2027-01-01' }, notice: { months: 6, to: 'ANY' } },
  funding: {
    basis: 'SHARE',
    items: [
      { party: 'BMDS', year: 2027, bp: 6_250, secured: true },
      { party: 'BMF', year: 2027, bp: 3_750, secured: true },
    ],
  },
  responsibilities: [{ item: 'betrieb', text: 'Betrieb', accountable: 'BMDS' }],
};
const FLAGS = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];
const SCREENSHOTS = join(tmpdir(), 'beschlussbuch-pages');

let system: Furnished;
let decided: string;
const profile = mkdtempSync(join(tmpdir(), 'beschlussbuch-browser-'));
const logFolder = mkdtempSync(join(tmpdir(), 'beschlussbuch-browser-log-'));
let contexts = 0;

const filled = async (): Promise<Furnished> => {
  const urls = await freshUrls(await sharedServer());
  const now = new Date().toISOString();
  await furnish(urls, now);
  const past = await furnishedOn(urls, now, 'case', logFolder);
  await drafted(past, { with: { title: HOSTILE, text: HOSTILE } });
  await circulated(past, { with: { title: PLAIN } });
  await agreed(past, { with: { title: 'Einheitlicher Standard' } });
  await disputed(past, { with: { title: 'Gemeinsames Register' } });
  const { matter } = await exhausted(past, dayOf(now), { with: { title: 'Zentrales Konto' } });
  await past.record('BMDS/ST', 'TakeFinalDecision', { ...finalDecision(matter), decisionNo: 'DA-2027-11' });
  decided = matter;
  await past.record('BMDS/REF', 'DraftAgreement', AGREEMENT);
  const refusal = { agreement: AGREEMENT.agreement, party: 'BMF', version: 1, reason: 'Ohne Haushaltstitel' };
  await past.record('BMF/ST', 'RefuseAgreement', refusal);
  await past.client.advance(now);
  await past.stop();
  return furnishedOn(urls, now, 'development', logFolder);
};

beforeAll(async () => {
  mkdirSync(SCREENSHOTS, { recursive: true });
  system = await filled();
}, 180_000);
afterAll(async () => {
  await system.stop();
  for (const folder of [profile, logFolder]) rmSync(folder, { recursive: true, force: true });
});

interface Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the browser complained about, asked of others, or showed as a dialog. */
  readonly complaints: readonly string[];
}

const watched = (page: Page): string[] => {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('dialog', (dialog) => {
    complaints.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(`${system.url}/`)) complaints.push(`request to ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()} for ${response.url()}`);
  });
  return complaints;
};

/** Opens a page in a browser of its own; afterwards nothing may have been complained about. */
const visiting = async (
  path: string,
  options: BrowserContextOptions,
  look: (visit: Visit) => Promise<void>,
): Promise<void> => {
  contexts += 1;
  const context = await chromium.launchPersistentContext(join(profile, String(contexts)), {
    ...{ executablePath: '/usr/bin/chromium', args: FLAGS, locale: 'de-DE', timezoneId: 'Europe/Berlin' },
    ...options,
  });
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    const complaints = watched(page);
    await page.goto(system.url + path, { waitUntil: 'load' });
    await look({ page, context, complaints });
    expect(complaints).toEqual([]);
  } finally {
    await context.close();
  }
};

const shot = (page: Page, name: string) => page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), fullPage: true });
const matterPage = (): string => `/page/matters/${decided}`;
const agreementPage = (): string => `/page/agreements/${AGREEMENT.agreement}`;

/** Presses Tab until something with the text has the focus. */
const tabTo = async (page: Page, text: string): Promise<string> => {
  for (let press = 0; press < 60; press += 1) {
    await page.keyboard.press('Tab');
    const { text: found, outline } = await page.evaluate(focused);
    if (found === text) return outline;
  }
  throw new Error(`${text} cannot be reached by keyboard`);
};

describe('the first page', () => {
  it('says what this is and shows the register with phase and due date', async () => {
    await visiting('/', {}, async ({ page }) => {
      await shot(page, 'register-de');
      expect(await page.title()).toContain('Beschlussbuch');
      expect(await page.locator('tbody tr').count()).toBe(5);
      const row = page.locator('tr', { hasText: PLAIN });
      expect(await row.innerText()).toMatch(/Abstimmung|Umlauf|Runde/i);
      expect(await row.locator('time').count()).toBe(1);
      expect(await page.locator('tr', { hasText: 'Zentrales Konto' }).innerText()).toContain('DA-2027-11');
      expect(await page.locator('a[href="/api"]').count()).toBe(1);
    });
  });

  it('shows a hostile title as the text it is', async () => {
    await visiting('/', {}, async ({ page }) => {
      expect(await page.getByRole('link', { name: HOSTILE, exact: true }).count()).toBe(1);
      await page.getByRole('link', { name: HOSTILE, exact: true }).click();
      expect(await page.locator('h1').innerText()).toBe(HOSTILE);
      expect(await page.locator('script').count()).toBe(0);
      expect(await page.locator('main img').count()).toBe(0);
      await shot(page, 'hostile-de');
    });
  });

  it('leads by keyboard alone to the history of a matter and back', async () => {
    await visiting('/', {}, async ({ page }) => {
      await page.keyboard.press('Tab');
      expect((await page.evaluate(focused)).text).toBe('Zum Inhalt');
      await shot(page, 'skip-link');
      await page.keyboard.press('Enter');
      expect(await tabTo(page, 'Zentrales Konto')).toMatch(/^[2-9]px solid$/);
      await page.keyboard.press('Enter');
      await page.waitForURL(`**${matterPage()}*`);
      expect(await page.locator('h1').innerText()).toBe('Zentrales Konto');
      expect(await page.locator('ol > li').count()).toBeGreaterThan(15);
      await shot(page, 'matter-de');
      expect(await tabTo(page, 'Beschlussbuch')).toMatch(/^[2-9]px solid$/);
      await page.keyboard.press('Enter');
      await page.waitForURL(`${system.url}/`);
    });
  });

  it('speaks the language of the browser, or the one chosen', async () => {
    await visiting('/', { locale: 'en-GB' }, async ({ page }) => {
      expect(await page.locator('html').getAttribute('lang')).toBe('en');
      await shot(page, 'register-en');
      await page.getByRole('link', { name: 'Zentrales Konto' }).click();
      expect(await page.locator('h2').allInnerTexts()).toContain('History');
      await shot(page, 'matter-en');
      await page.getByRole('link', { name: 'Deutsch' }).click();
      expect(await page.locator('html').getAttribute('lang')).toBe('de');
      expect(await page.locator('h2').allInnerTexts()).toContain('Verlauf');
      await page.getByRole('link', { name: 'Beschlussbuch' }).click();
      expect(await page.locator('html').getAttribute('lang')).toBe('de');
    });
  });

  it('searches by words and numbers, narrows, and leads to the other registers', async () => {
    await visiting('/', {}, async ({ page }) => {
      await page.getByRole('searchbox').fill('Standards');
      await page.getByRole('button', { name: 'Anzeigen' }).click();
      await page.waitForURL('**/?q=Standards*');
      expect(await page.locator('tbody tr').allInnerTexts()).toEqual([
        expect.stringContaining('Einheitlicher Standard'),
      ]);
      expect(await page.getByRole('searchbox').inputValue()).toBe('Standards');
      await shot(page, 'search-de');
      await page.getByRole('link', { name: 'Beschlüsse' }).click();
      await page.waitForURL('**/page/decisions');
      expect(await page.locator('tbody tr').count()).toBe(1);
      await shot(page, 'decisions-de');
      await page.getByRole('combobox', { name: 'Wirkung' }).selectOption('REVOKED');
      await page.getByRole('button', { name: 'Anzeigen' }).click();
      await page.waitForURL('**effect=REVOKED*');
      expect(await page.locator('main').innerText()).toContain('Nichts gefunden');
      await page.getByRole('link', { name: 'Vereinbarungen' }).click();
      await page.waitForURL('**/page/agreements');
      await shot(page, 'agreements-de');
    });
  });

  it('leads from the register to an agreement: its shares, and who refused it and why', async () => {
    await visiting('/page/agreements', {}, async ({ page }) => {
      await page.locator('tbody a').click();
      await page.waitForURL(`**${agreementPage()}`);
      await shot(page, 'agreement-de');
      const text = await page.locator('main').innerText();
      for (const said of [
        '62,5\u00a0%',
        '37,5\u00a0%',
        'Ohne Haushaltstitel',
        'In Verhandlung',
        '<script>alert(1)</script>',
      ])
        expect(text).toContain(said);
      await page.getByRole('link', { name: 'English' }).click();
      await page.locator('html[lang=en]').waitFor();
      expect(await page.locator('main').innerText()).toContain('62.5%');
    });
  });

  it('tells politely that a matter is not there', async () => {
    await visiting('/', {}, async ({ page, context }) => {
      const other = await context.newPage();
      const answer = await other.goto(`${system.url}/page/matters/11111111-2222-4333-8444-555555555555`);
      expect(answer?.status()).toBe(404);
      expect(await other.locator('h1').count()).toBe(1);
      await page.reload();
    });
  });
});

describe('the login', () => {
  it('lets a person choose who to be, comes back, and ends', async () => {
    await visiting(matterPage(), {}, async ({ page }) => {
      await page.getByRole('link', { name: 'Anmelden' }).click();
      await page.waitForURL('**/interaction/**');
      await shot(page, 'persons-de');
      await page.getByRole('button', { name: 'SEC/A', exact: true }).click();
      await page.waitForURL(`**${matterPage()}*`);
      expect(await page.locator('header').innerText()).toContain('SEC/A');
      await shot(page, 'logged-in');
      await page.getByRole('button', { name: 'Abmelden' }).click();
      await page.waitForLoadState('load');
      await shot(page, 'logged-out');
      expect(await page.locator('header').innerText()).toContain('Anmelden');
    });
  });
});

describe.each([
  ['the register', () => '/'],
  ['decisions', () => '/page/decisions'],
  ['a matter', matterPage],
  ['an agreement', agreementPage],
])('the page of %s', (name, path) => {
  it('needs no sideways scrolling at a width of 320 pixels', async () => {
    await visiting(path(), { viewport: { width: 320, height: 640 } }, async ({ page }) => {
      await shot(page, `narrow-${name.replace(/\W/g, '-')}`);
      expect(await page.evaluate(width)).toBeLessThanOrEqual(320);
    });
  });

  it('has landmarks, one first heading, and headings in order', async () => {
    await visiting(path(), {}, async ({ page }) => {
      for (const landmark of ['header', 'nav', 'main', 'footer']) {
        expect([landmark, await page.locator(landmark).count()]).toEqual([landmark, 1]);
      }
      const levels = await page
        .locator('h1, h2, h3, h4')
        .evaluateAll((found) => found.map((h) => Number(h.tagName[1])));
      expect(levels.filter((level) => level === 1)).toHaveLength(1);
      levels.reduce((before, level) => {
        expect(level - before).toBeLessThanOrEqual(1);
        return level;
      }, 0);
    });
  });

  it('names everything that can be used, and its language', async () => {
    await visiting(path(), {}, async ({ page }) => {
      expect(await page.locator('html').getAttribute('lang')).toBe('de');
      const controls = page.locator('a, button, input, select, [tabindex="0"]');
      expect(await controls.evaluateAll(nameless)).toEqual([]);
      for (const table of await page.locator('table').all()) {
        expect(await table.locator('caption').count()).toBe(1);
        expect(await table.locator('th:not([scope])').count()).toBe(0);
      }
      expect(await page.locator('[style], [onclick], script:not([src])').count()).toBe(0);
      const ids = await page.locator('[id]').evaluateAll((found) => found.map(({ id }) => id));
      expect(new Set(ids).size).toBe(ids.length);
    });
  });

  it.each(['light', 'dark'] as const)('can be read with %s colours', async (colorScheme) => {
    await visiting(path(), { colorScheme }, async ({ page }) => {
      await shot(page, `${colorScheme}-${name.replace(/\W/g, '-')}`);
      expect(await page.evaluate(lowContrasts)).toEqual([]);
    });
  });

  it('needs no sideways scrolling at a zoom of 200 percent', async () => {
    await visiting(path(), { viewport: { width: 640, height: 800 }, deviceScaleFactor: 2 }, async ({ page }) => {
      expect(await page.evaluate(width)).toBeLessThanOrEqual(640);
    });
  });
});
