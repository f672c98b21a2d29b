import { Refusal, sentence } from '#domain';
import { CONFIGURATION, type Configuration, Public } from '#edge';
import { Controller, Get, Header, Inject, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { agreements, register } from '../answers/register.js';
import { AgreementPath, MatterPath } from '../dto/parameters.dto.js';
import { cursor, instant } from '../parameter.js';
import type { Moment } from '../sight.js';
import { SOURCES, type Sources } from '../sources.js';
import type { Viewer } from '../viewer.js';
import { agreementPage } from './agreement.js';
import { home, introduction } from './home.js';
import { html } from './html.js';
import { inLanguage, languageOf } from './language.js';
import { type Frame, frameOf, page } from './layout.js';
import { matterPage } from './matter.js';
import { STYLE } from './style.js';
import { agreementView, matterView } from './views.js';
import { visitorOf } from './visitor.js';

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
      const { viewer } = frame.visitor;
      const from = (name: string) => {
        const at = cursor.read(frame.query.get(name) ?? '');
        return at === undefined ? {} : { cursor: at };
      };
      const [matters, agreed] = await Promise.all([
        register(this.sources, from('cursor'), viewer),
        agreements(this.sources, from('agreements'), viewer),
      ]);
      return home(frame, matters, agreed);
    });
  }

  @Get('page/matters/:matter')
  matter(@Param() path: MatterPath, @Req() request: Request, @Res() response: Response): Promise<void> {
    return this.ofStream(request, response, async (frame, viewer, moment) =>
      matterPage(frame, await matterView(this.sources, viewer, { matter: path.matter, ...moment })),
    );
  }

  @Get('page/agreements/:agreement')
  agreement(@Param() path: AgreementPath, @Req() request: Request, @Res() response: Response): Promise<void> {
    return this.ofStream(request, response, async (frame, viewer, moment) =>
      agreementPage(frame, await agreementView(this.sources, viewer, { agreement: path.agreement, ...moment })),
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
