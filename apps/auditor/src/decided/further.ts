import type { RecordFields } from '#evidence';

/**
 * Whether a record is a further one of the command that `first` began: its records stand next to one another in the log, in
 * one stream. `next` is the place behind those that were read.
 */
export const isFurther = (first: RecordFields, next: bigint, record: RecordFields, index: bigint): boolean =>
  record.cmd.id === first.cmd.id && record.stream === first.stream && index === next;
