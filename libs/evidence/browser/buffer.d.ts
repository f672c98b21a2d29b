import type { Buffer as Bytes } from '../src/buffer.browser.js';

declare global {
  type Buffer = Bytes;
  const Buffer: typeof Bytes;
}
