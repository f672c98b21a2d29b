import config from './jest.config.js';

/** Tests that drive a browser: they need Debian's chromium, everything else runs with jest.config.js. */
export default {
  ...config,
  testMatch: ['<rootDir>/{apps,test}/**/*.browser.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  testTimeout: 120_000,
};
