#!/usr/bin/env node
// The auditor runs without a database driver, on machines that have none: so each is loaded only when asked for.
await (process.argv[2] === 'move' ? import('../../mover/src/main.js') : import('../../auditor/src/main.js'));
