import type { Agreement, Matter } from '#domain';

/** A stream whose decisions can be decided again, before one of its commands. */
export type Subject =
  { readonly kind: 'matter'; readonly state: Matter } | { readonly kind: 'agreement'; readonly state: Agreement };
