import { readConfiguration } from './configuration.js';

const DEVELOPMENT = { DATABASE_URL: 'postgres://somewhere/ledger' };
const PRODUCTION = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://beschlussbuch.example/',
  DATABASE_URL: 'postgres://somewhere/ledger',
  ISSUER: 'https://issuer.example/realms/bund',
  CLIENT_ID: 'beschlussbuch-web',
  CLIENT_SECRET: 'a secret of the client',
  SESSION_SECRET: 's'.repeat(32),
};

describe('the configuration', () => {
  it('needs nothing but a database for development', () => {
    const is = readConfiguration(DEVELOPMENT);
    expect(is).toMatchObject({
      mode: 'development',
      host: '127.0.0.1',
      port: 3000,
      publicUrl: 'http://127.0.0.1:3000',
      issuer: 'http://127.0.0.1:3000/oidc',
      audience: 'beschlussbuch',
      allowInsecureIssuer: true,
      logLevel: 'info',
    });
    expect(is.sessionSecret).not.toBe(readConfiguration(DEVELOPMENT).sessionSecret);
  });

  it('is read completely for production', () => {
    expect(readConfiguration({ ...PRODUCTION, HOST: '0.0.0.0', PORT: '8080' })).toEqual({
      mode: 'production',
      host: '0.0.0.0',
      port: 8080,
      publicUrl: 'https://beschlussbuch.example',
      databaseUrl: 'postgres://somewhere/ledger',
      eventStoreUrl: 'postgres://somewhere/ledger',
      issuer: 'https://issuer.example/realms/bund',
      audience: 'beschlussbuch',
      clientId: 'beschlussbuch-web',
      clientSecret: 'a secret of the client',
      sessionSecret: 's'.repeat(32),
      allowInsecureIssuer: false,
      logLevel: 'info',
    });
  });

  it('names everything that production misses at once', () => {
    expect(() => readConfiguration({ NODE_ENV: 'production' })).toThrow(
      /PUBLIC_URL is missing\.[^]*DATABASE_URL is missing\.[^]*ISSUER[^]*CLIENT_ID[^]*CLIENT_SECRET[^]*SESSION_SECRET/,
    );
  });

  it.each<[string, Record<string, string>, string]>([
    ['case mode', { BESCHLUSSBUCH_MODE: 'case' }, 'BESCHLUSSBUCH_MODE=case is refused with NODE_ENV=production.'],
    ['development mode', { BESCHLUSSBUCH_MODE: 'development' }, 'is refused with NODE_ENV=production.'],
    ['a public address without TLS', { PUBLIC_URL: 'http://beschlussbuch.example' }, 'PUBLIC_URL must be https'],
    ['an issuer without TLS', { ISSUER: 'http://issuer.example' }, 'ISSUER must be https'],
    ['a short session secret', { SESSION_SECRET: 'short' }, 'at least 32 characters'],
  ])('refuses %s in production', (_, change, fault) => {
    expect(() => readConfiguration({ ...PRODUCTION, ...change })).toThrow(fault);
  });

  it.each<[string, Record<string, string>, string]>([
    ['an unknown mode', { BESCHLUSSBUCH_MODE: 'fast' }, 'must be production, development or case, not fast'],
    ['a port that is none', { PORT: '80 80' }, 'PORT must be a number'],
    ['a port beyond the last', { PORT: '65536' }, 'PORT must be a number'],
    ['an address that is none', { PUBLIC_URL: 'beschlussbuch.example' }, 'PUBLIC_URL must be an http or https address'],
    ['an issuer that is a script', { ISSUER: 'javascript:1' }, 'ISSUER must be an http or https address'],
    ['one name for client and audience', { CLIENT_ID: 'beschlussbuch' }, 'CLIENT_ID and AUDIENCE must differ'],
    ['an unknown log level', { LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be one of'],
    ['open hosts', { HOST: '0.0.0.0' }, 'HOST must be a loopback address outside production'],
    ['open hosts for cases', { BESCHLUSSBUCH_MODE: 'case', HOST: '10.0.0.1' }, 'HOST must be a loopback address'],
  ])('refuses %s', (_, change, fault) => {
    expect(() => readConfiguration({ ...DEVELOPMENT, ...change })).toThrow(fault);
  });

  it.each(['127.0.0.1', '127.8.8.8', '::1', 'localhost'])('takes the loopback address %s', (HOST) => {
    expect(readConfiguration({ ...DEVELOPMENT, HOST }).host).toBe(HOST);
  });

  it('writes IPv6 addresses in brackets', () => {
    expect(readConfiguration({ ...DEVELOPMENT, HOST: '::1' }).publicUrl).toBe('http://[::1]:3000');
  });
});
