import { matter as decider, visibilityOf } from '#domain';
import { looking, type ParamsOf } from './sight.js';

export type MatterParams = ParamsOf<'matter'>;

/** Matters as their viewers may see them. */
export const { glance, sight, between } = looking('matter', { decider, visibilityOf });
