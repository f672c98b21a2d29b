import type { FundingItem } from '#domain';
import type { AgreementAnswer } from '../answers/agreement.js';
import { AGREEMENT_DEADLINE_WORDS, AGREEMENT_PHASE_WORDS } from './agreement-words.js';
import { goneWords } from './gone.js';
import { html, type Html } from './html.js';
import { amountText, type Bilingual, dayText, inLanguage, shareText } from './language.js';
import { type Frame, page } from './layout.js';
import { asOfNote, deadlineItems, facts, tableOf, timeline, type Told } from './timeline.js';
import { wordOf } from './words.js';

export interface AgreementView extends Told {
  readonly agreement: AgreementAnswer;
}

type Say = (...text: Bilingual) => string;

const saying =
  ({ language }: Frame): Say =>
  (...text) =>
    inLanguage(text, language);

function summary({ agreement }: AgreementView, frame: Frame): Html {
  const say = saying(frame);
  const { phase, parties, lead, office, term, version, proposed, classification, marks, noticeClause } = agreement;
  const day = (date: string) => dayText(date, frame.language);
  const words = (code: string) => say(...wordOf(code));
  return facts([
    [say('Phase', 'Phase'), say(...AGREEMENT_PHASE_WORDS[phase])],
    [say('Zu beachten', 'To be noted'), marks.map(words).join(', ')],
    [say('Parteien', 'Parties'), parties.join(', ')],
    [say('Federführung', 'Lead'), `${lead.ministries.join(', ')} (${words(lead.mode)})`],
    [say('Geschäftsstelle', 'Joint office'), office],
    [say('In Kraft ab', 'In force from'), agreement.inForceFrom && day(agreement.inForceFrom)],
    [say('Laufzeit bis', 'Term until'), term.to && day(term.to)],
    [say('Letzter Tag', 'Last day'), agreement.endedOn && day(agreement.endedOn)],
    [say('Kündigungsfrist in Monaten', 'Months of notice'), `${noticeClause.months}, ${words(noticeClause.to)}`],
    [say('Fassung', 'Version'), String(version)],
    [say('Vorgeschlagene Fassung', 'Proposed version'), proposed === undefined ? undefined : String(proposed)],
    [say('Einstufung', 'Classification'), classification],
    [say('Zweck', 'Purpose'), agreement.purpose],
    [say('Zielbild', 'Shared vision'), agreement.vision],
  ]);
}

const consentOf = ({ consents, refusals }: AgreementAnswer, house: string, { language }: Frame): string => {
  const refused = refusals.find(({ party }) => party === house);
  if (!refused) return consents.includes(house) ? '✓' : '–';
  const { reason } = refused;
  const said = typeof reason === 'string' ? reason : goneWords(reason, language);
  return `${inLanguage(['abgelehnt', 'refused'], language)}: ${said ?? ''}`;
};

function declarationsOf(agreement: AgreementAnswer, house: string, frame: Frame): readonly string[] {
  const say = saying(frame);
  const ofHouse = ({ party }: { readonly party: string }) => party === house;
  const signature = agreement.signatureLevels.find(ofHouse);
  const backing = agreement.backings.find((one) => ofHouse(one) && !one.withdrawn);
  const notice = agreement.notices.find(ofHouse);
  return [
    consentOf(agreement, house, frame),
    signature ? say(...wordOf(signature.level)) : '–',
    backing ? say(...wordOf(backing.rank)) : '–',
    notice ? `${say(...wordOf(notice.kind))}, ${dayText(notice.effectiveOn, frame.language)}` : '–',
  ];
}

/** Who has consented to the version at issue, who signed it, who refused and why. */
function declarations({ agreement }: AgreementView, frame: Frame): Html {
  const say = saying(frame);
  const { consents, refusals, parties } = agreement;
  const houses = [...new Set([...parties, ...consents, ...refusals.map(({ party }) => party)])];
  const columns = [
    ...[say('Haus', 'House'), say('Zustimmung', 'Consent'), say('Zeichnung', 'Signature')],
    ...[say('Rückendeckung', 'Backing'), say('Kündigung zum', 'Notice to')],
  ];
  const rows = houses.map((house) => [house, ...declarationsOf(agreement, house, frame)]);
  return tableOf(say('Erklärungen der Parteien', 'Declarations of the parties'), columns, rows);
}

const part = ({ bp, cents }: FundingItem, frame: Frame): string =>
  cents === undefined ? shareText(bp ?? 0, frame.language) : amountText(cents, frame.language);

/** Houses down, budget years across. */
function funding({ agreement: { funding: split } }: AgreementView, frame: Frame): Html {
  const say = saying(frame);
  const years = [...new Set(split.items.map(({ year }) => year))].sort();
  const houses = [...new Set(split.items.map(({ party }) => party))];
  const cell = (house: string, year: number) =>
    split.items.filter((item) => item.party === house && item.year === year).map((item) => part(item, frame));
  const rows = houses.map((house) => [house, ...years.map((year) => cell(house, year).join(' + ') || '–')]);
  return tableOf(say('Finanzierung', 'Funding'), [say('Haus', 'House'), ...years.map(String)], rows);
}

function work({ agreement: { responsibilities, measures, staff } }: AgreementView, frame: Frame): Html {
  const say = saying(frame);
  const tasks = responsibilities.map(({ text, accountable = '–', contributing = [] }) => [
    ...[text, accountable],
    contributing.join(', ') || '–',
  ]);
  const planned = measures.map(({ text, owner, due, progress }) => [
    ...[text, owner, dayText(due, frame.language)],
    `${progress} %`,
  ]);
  const posts = staff.map(({ origin, posts: number }) => `${origin} ${number}`).join(', ');
  return html`${tableOf(
    say('Aufgaben', 'Responsibilities'),
    [say('Aufgabe', 'Item'), say('verantwortlich', 'accountable'), say('wirkt mit', 'contributing')],
    tasks,
  )}
  ${
    planned.length > 0 &&
    tableOf(
      say('Maßnahmen', 'Measures'),
      [say('Maßnahme', 'Measure'), say('zuständig', 'owner'), say('fällig', 'due'), say('Stand', 'progress')],
      planned,
    )
  }
  ${posts !== '' && html`<p>${say('Stellen der Geschäftsstelle', 'Posts of the joint office')}: ${posts}.</p>`}`;
}

/** One agreement: where it stands, its text, who declared what, shares, work, deadlines, and what happened. */
export function agreementPage(frame: Frame, view: AgreementView): string {
  const { agreement } = view;
  const say = saying(frame);
  const main = html`<h1>${agreement.title}</h1>
    ${asOfNote(view, frame)}${summary(view, frame)}
    <h2>${say('Text', 'Text')}</h2>
    <p class="text">${agreement.text}</p>
    <h2>${say('Erklärungen und Anteile', 'Declarations and shares')}</h2>
    ${declarations(view, frame)} ${funding(view, frame)}
    <h2>${say('Was zu tun ist', 'What is to be done')}</h2>
    ${work(view, frame)}
    <h2>${say('Laufende Fristen', 'Running deadlines')}</h2>
    ${deadlineItems(agreement.deadlines, AGREEMENT_DEADLINE_WORDS, frame)} ${timeline(view, frame)}`;
  return page(frame, agreement.title, main);
}
