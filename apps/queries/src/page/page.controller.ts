import { evolve, fromRecord, matter as decider, type MatterEvent, type Phase, Refusal, sentence } from '#domain';
import { CONFIGURATION, type Configuration, Public } from '#edge';
import type { RecordFields } from '#evidence';
import { Controller, Get, Header, Inject, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { explain, history, matter, tally } from '../answers/matter.js';
import { register } from '../answers/register.js';
import { MatterPath } from '../dto/parameters.dto.js';
import { type MatterParams, sight } from '../matters.js';
import { cursor, instant } from '../parameter.js';
import { SOURCES, type Sources } from '../sources.js';
import type { Viewer } from '../viewer.js';
import { home, introduction } from './home.js';
import { html } from './html.js';
import { inLanguage, languageOf } from './language.js';
import { type Frame, frameOf, page } from './layout.js';
import { STYLE } from './style.js';
import { matterPage, type MatterView } from './timeline.js';
import { visitorOf } from './visitor.js';

function phasesOf(records: readonly RecordFields[]): readonly Phase[] {
  let state = decider.initial;
  return records.map((record) => {
    state = evolve(decider, state, fromRecord<MatterEvent>(record));
    return state.phase;
  });
}

async function viewOf(sources: Sources, viewer: Viewer, params: MatterParams): Promise<MatterView> {
  const { records, state } = await sight(sources, viewer, params);
  const [found, { entries }, explanation, tallies] = await Promise.all([
    matter(sources, params, viewer),
    history(sources, params, viewer),
    explain(sources, params, viewer),
    Promise.all(state.rounds.map(({ id: round }) => tally(sources, { ...params, round }, viewer))),
  ]);
  const { asOf } = params;
  return {
    matter: found,
    entries,
    explanation,
    tallies,
    phases: phasesOf(records),
    ...(asOf === undefined ? {} : { asOf }),
  };
}

/** Pages for people until the screens come: read only, without scripts. */
@Controller()
@ApiExcludeController()
@Public()
export class PageController {
  constructor(
    @Inject(SOURCES) private readonly sources: Sources,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
  ) {}

  @Get()
  home(@Req() request: Request, @Res() response: Response): Promise<void> {
    return this.answer(request, response, async (frame) => {
      if (!frame.visitor) return introduction(frame);
      const from = cursor.read(frame.query.get('cursor') ?? '');
      return home(
        frame,
        await register(this.sources, from === undefined ? {} : { cursor: from }, frame.visitor.viewer),
      );
    });
  }

  @Get('page/matters/:matter')
  matter(@Param() path: MatterPath, @Req() request: Request, @Res() response: Response): Promise<void> {
    return this.answer(request, response, async (frame) => {
      if (!frame.visitor) return introduction(frame);
      const asOf = instant.read(frame.query.get('asOf') ?? '');
      const params = { matter: path.matter, ...(asOf === undefined ? {} : { asOf }) };
      return matterPage(frame, await viewOf(this.sources, frame.visitor.viewer, params));
    });
  }

  @Get('page.css')
  @Header('Content-Type', 'text/css; charset=utf-8')
  @Header('Cache-Control', 'public, max-age=3600')
  style(): string {
    return STYLE;
  }

  private async answer(request: Request, response: Response, render: (frame: Frame) => Promise<string>): Promise<void> {
    const language = languageOf(request);
    const frame = frameOf(request, language, visitorOf(request, this.configuration.mode));
    response.set({ 'Cache-Control': 'no-store', 'Content-Language': language }).vary('Accept-Language').type('html');
    try {
      response.send(await render(frame));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const text = sentence(error.code, language, error.params);
      const title = inLanguage(['Nicht möglich', 'Not possible'], language);
      response.status(404).send(
        page(
          frame,
          title,
          html`<h1>${title}</h1>
            <p>${text}</p>`,
        ),
      );
    }
  }
}
