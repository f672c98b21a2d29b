import 'reflect-metadata';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  Body,
  Controller,
  type DynamicModule,
  Get,
  HttpException,
  Inject,
  Logger,
  Module,
  Param,
  ParseIntPipe,
  Post,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Type } from 'class-transformer';
import { IsArray, IsInt, IsOptional, IsString, ValidateNested } from 'class-validator';
import { Refusal } from '#domain';
import { OutcomeUnknown } from '#event-store';
import {
  CurrentIdentity,
  type Edge,
  EdgeModule,
  type Identity,
  prepareApp,
  Public,
  readConfiguration,
  READINESS,
  type Readiness,
  RefusedRequest,
  systemClock,
} from '#edge';

class ItemDto {
  @IsString()
  readonly title!: string;
}

class EchoDto {
  @IsInt()
  readonly count!: number;

  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => ItemDto)
  readonly items!: readonly ItemDto[];

  @IsOptional()
  @ValidateNested()
  @Type(() => ItemDto)
  readonly main?: ItemDto;
}

@Controller('echo')
class EchoController {
  @Get()
  who(@CurrentIdentity() identity: Identity): Identity {
    return identity;
  }

  @Post()
  echo(@Body() body: EchoDto): EchoDto {
    return body;
  }

  @Public()
  @Get('public')
  open(): string {
    return 'open';
  }

  @Public()
  @Get('nobody')
  nobody(@CurrentIdentity() identity: Identity): Identity {
    return identity;
  }

  @Public()
  @Get('number/:id')
  number(@Param('id', ParseIntPipe) id: number): number {
    return id;
  }

  @Public()
  @Get('broken')
  broken(): never {
    throw new Error('password of the database: hunter2');
  }

  @Public()
  @Get('lost')
  lost(): never {
    throw new OutcomeUnknown('matter-1', new Error('inner words'));
  }

  @Public()
  @Get('status/:status')
  status(@Param('status', ParseIntPipe) status: number): never {
    throw new HttpException('inner words', status);
  }

  @Public()
  @Get('late')
  late(): never {
    throw new Refusal('VOTE_LATE', { dueAt: '2027-01-25T23:00:00.000Z' });
  }

  @Public()
  @Get('refused')
  refused(): never {
    const context = { allowedCommands: ['EstablishResult'], ruleBook: 'RB-POLOPS@1.0.0' };
    throw new RefusedRequest(new Refusal('ROUND_CLOSED', { round: 'r1' }), context);
  }
}

@Module({ controllers: [EchoController] })
class EchoModule {
  constructor(@Inject(READINESS) readiness: Readiness) {
    readiness.add('echo', () => Promise.resolve());
  }
}

const PERSONS: readonly Identity[] = [
  { person: 'BMI/REP', name: 'CIO <BMI>', ministry: 'BMI', function: 'REP' },
  { person: 'BMF/ST', name: 'Staatssekretär:in BMF', ministry: 'BMF', function: 'ST' },
  { person: 'SEC/A', name: 'Geschäftsstelle A', origin: 'BMDS', function: 'SEC' },
  { person: 'BW/CIO', name: 'CIO BW', ministry: 'BW', function: 'LAND' },
];

export interface RunningApp {
  readonly url: string;
  stop(): Promise<void>;
}

/** A small application on the real edge, listening. */
export async function echoApp(
  environment: Readonly<Record<string, string>> = {},
  edge: Partial<Edge> = {},
): Promise<RunningApp> {
  const port = await freePort();
  const configuration = readConfiguration({
    PORT: String(port),
    DATABASE_URL: 'postgres://unused',
    LOG_LEVEL: 'silent',
    ...environment,
  });
  const register = EdgeModule.register({ configuration, clock: systemClock, persons: PERSONS, ...edge });
  Logger.overrideLogger(false);
  const app = await NestFactory.create<NestExpressApplication>(rootOf(register));
  prepareApp(app, configuration);
  await app.listen(port, configuration.host);
  return { url: `http://127.0.0.1:${port}`, stop: () => app.close() };
}

const rootOf = (edge: DynamicModule): DynamicModule => ({ module: EchoModule, imports: [edge] });

/** Status and code of a problem. */
export const said = ({ status, body }: { readonly status: number; readonly body: unknown }): [number, unknown] => [
  status,
  (body as { readonly code?: unknown }).code,
];

/** What a browser would send back of the cookies of an answer. */
export const cookieOf = (answer: { get(header: 'Set-Cookie'): string[] | undefined }): string =>
  (answer.get('Set-Cookie') ?? []).map((cookie) => cookie.replace(/;.*$/, '')).join('; ');

/** A server that answers everything with the same; the body may name the server's own address. */
export const answering = (
  status: number,
  body: (own: string) => object,
): Promise<{ readonly url: string; close(): void }> =>
  new Promise((resolve) => {
    let url = '';
    const server = createServer((_request, response) => {
      response.writeHead(status, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify(body(url)));
    });
    server.listen(0, '127.0.0.1', () => {
      url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      resolve({ url, close: () => server.close() });
    });
  });

/** Issuer and redirect addresses must be known before the server listens. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
