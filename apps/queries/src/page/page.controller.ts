import { Refusal, refuse, sentence } from '#domain';
import { CONFIGURATION, type Configuration, Public } from '#edge';
import { Controller, Get, Header, Inject, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { agreements, decisions, register } from '../answers/register.js';
import { instant, uuid } from '../parameter.js';
import type { Moment } from '../sight.js';
import { SOURCES, type Sources } from '../sources.js';
import type { Viewer } from '../viewer.js';
import { agreementPage } from './agreement.js';
import { introduction, opening } from './home.js';
import { html, type Html } from './html.js';
import { inLanguage, languageOf } from './language.js';
import { type Frame, frameOf, page } from './layout.js';
import { matterPage } from './matter.js';
import { filtersIn, registerPage, type RegisterPage } from './register.js';
import { AGREEMENTS, DECISIONS, MATTERS } from './registers.js';
import { STYLE } from './style.js';
import { agreementView, matterView } from './views.js';
import { visitorOf } from './visitor.js';

interface Found<Row> {
  readonly rows: readonly Row[];
  readonly next?: string;
}

/** Whoever mistypes an address gets a page, as for something that is not there, not a problem in JSON. */
const idIn = (text: string): string => uuid.read(text) ?? refuse('NOT_FOUND');

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
    return this.register(request, response, MATTERS, register, opening);
  }

  @Get('page/decisions')
  decisions(@Req() request: Request, @Res() response: Response): Promise<void> {
    return this.register(request, response, DECISIONS, decisions);
  }

  @Get('page/agreements')
  agreements(@Req() request: Request, @Res() response: Response): Promise<void> {
    return this.register(request, response, AGREEMENTS, agreements);
  }

  @Get('page/matters/:matter')
  matter(@Param('matter') id: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    return this.ofStream(request, response, async (frame, viewer, moment) =>
      matterPage(frame, await matterView(this.sources, viewer, { matter: idIn(id), ...moment })),
    );
  }

  @Get('page/agreements/:agreement')
  agreement(@Param('agreement') id: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    return this.ofStream(request, response, async (frame, viewer, moment) =>
      agreementPage(frame, await agreementView(this.sources, viewer, { agreement: idIn(id), ...moment })),
    );
  }

  @Get('page.css')
  @Header('Content-Type', 'text/css; charset=utf-8')
  @Header('Cache-Control', 'public, max-age=3600')
  style(): string {
    return STYLE;
  }

  /** The page of one stream, as of the instant asked for. */
  private ofStream(
    request: Request,
    response: Response,
    render: (frame: Frame, viewer: Viewer, moment: Moment) => Promise<string>,
  ): Promise<void> {
    return this.answer(request, response, async (frame) => {
      if (!frame.visitor) return introduction(frame);
      const asOf = instant.read(frame.query.get('asOf') ?? '');
      return render(frame, frame.visitor.viewer, asOf === undefined ? {} : { asOf });
    });
  }

  private register<Row>(
    request: Request,
    response: Response,
    shown: RegisterPage<Row>,
    ask: (sources: Sources, filters: Readonly<Record<string, string>>, viewer: Viewer) => Promise<Found<Row>>,
    head = (frame: Frame): Html => html`<h1>${inLanguage(shown.title, frame.language)}</h1>`,
  ): Promise<void> {
    return this.answer(request, response, async (frame) => {
      if (!frame.visitor) return introduction(frame);
      try {
        const found = await ask(this.sources, filtersIn(frame, shown.fields), frame.visitor.viewer);
        return registerPage(frame, shown, found, head(frame));
      } catch (error) {
        if (!(error instanceof Refusal) || error.code !== 'INVALID_PAYLOAD') throw error;
        response.status(400);
        return registerPage(frame, shown, { wrong: (error.params['fields'] ?? []) as readonly string[] }, head(frame));
      }
    });
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
