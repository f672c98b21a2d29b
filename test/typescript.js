import { register } from 'node:module';

/** `node --conditions=source --import ./test/typescript.js file.ts` runs sources unbuilt: for child processes of tests. */
register('./typescript-hooks.js', import.meta.url);
