import { Controller, Get, HttpCode, Inject, Post, Query, Redirect, Req, Res } from '@nestjs/common';
import { ApiCookieAuth, ApiExcludeEndpoint, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { CONFIGURATION, type Configuration } from '../configuration.js';
import { CurrentIdentity, Public } from '../identity.guard.js';
import type { Identity } from '../identity.js';
import { requireSameOrigin } from '../same-origin.js';
import { IdentityDto } from './identity.dto.js';
import { ISSUER, type Issuer } from './issuer.js';
import { beginLogin, finishLogin, logoutAddress, returnAddress } from './login.js';
import { cookieName, endSession, saveSession, startSession } from './session.js';

/** Login of people by browser: tokens stay on the server, the browser holds a session cookie. */
@ApiTags('login')
@Controller('auth')
export class AuthController {
  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(ISSUER) private readonly issuer: Issuer,
  ) {}

  @Public()
  @Get('login')
  @Redirect()
  @ApiExcludeEndpoint()
  async login(@Req() request: Request, @Query('returnTo') returnTo: unknown): Promise<{ readonly url: string }> {
    const { attempt, url } = await beginLogin(this.issuer, this.configuration, returnTo);
    request.session.attempt = attempt;
    await saveSession(request);
    return { url };
  }

  @Public()
  @Get('callback')
  @Redirect()
  @ApiExcludeEndpoint()
  async callback(@Req() request: Request): Promise<{ readonly url: string }> {
    const { attempt } = request.session;
    // One attempt, one callback: whatever comes of it, the next one begins anew.
    delete request.session.attempt;
    const { identity, idToken, returnTo } = await finishLogin(
      this.issuer,
      this.configuration,
      attempt,
      request.originalUrl,
    );
    await startSession(request, identity, idToken);
    return { url: returnAddress(this.configuration, returnTo) };
  }

  /** Answers where the browser goes to end its session with the issuer as well. */
  @Public()
  @Post('logout')
  @HttpCode(200)
  @ApiOkResponse({ schema: { type: 'object', properties: { location: { type: 'string' } } } })
  async logout(
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<{ readonly location: string }> {
    requireSameOrigin(request, this.configuration);
    const { idToken } = request.session;
    await endSession(request);
    response.clearCookie(cookieName(this.configuration.publicUrl), { path: '/' });
    const location = await logoutAddress(this.issuer, this.configuration, idToken);
    // A plain form goes there by itself; a script reads the address.
    if (request.accepts(['json', 'html']) === 'html') response.status(303).location(location);
    return { location };
  }

  @Get('me')
  @ApiCookieAuth()
  @ApiOkResponse({ type: IdentityDto })
  me(@CurrentIdentity() identity: Identity, @Res({ passthrough: true }) response: Response): Identity {
    response.set('Cache-Control', 'no-store');
    return identity;
  }
}
