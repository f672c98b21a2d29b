/** What can never be taken into the views as it is. Skipping it would show something that never was. */
export class Inapplicable extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'Inapplicable';
  }
}

export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
